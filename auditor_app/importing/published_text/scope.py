"""What a year's reports were limited to, and the titles of the Parts of the standard."""

from __future__ import annotations

import re
from itertools import takewhile

from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_CLASSES = re.compile(r"報告内容:?.*?((?:基本|強化)遵守事項(?:(?:及び|と|、)(?:基本|強化)遵守事項)*)")
_ROLES = re.compile(r"報告対象:(.+)")
_ROLE_NAMES = re.compile(r"情報セキュリティ責任者等?|行政事務従事者")
_BULLET = re.compile(r"^[・\-•]\s*")
_LEVELS = re.compile(r"相当職|以上の.*従事者|職員")
_SYSTEMS = re.compile(r"システム.*[、及び].*(?:システム|LAN)")
_LONGEST_LIST = 6
"""Lines of the list that may follow 報告対象."""

PART_LINE = re.compile(r"^[・\-•]*\s*第\s*(\d)\s*部[\s:]*(.*)$")
_COLUMN_GAP = re.compile(r"\t|\s{2,}")


def read_scope(text: PublishedText) -> Found:
    """Classes, roles, levels and systems that had to report."""
    found = Found()
    for index, line in enumerate(text.lines):
        classes, roles = _CLASSES.search(line.compact), _ROLES.fullmatch(line.compact)
        if classes:
            _add(text, "classes", classes[1], line, found)
        elif roles:
            items = _items_below(text, index)
            named = [name for own in (line, *items) for name in _ROLE_NAMES.findall(own.compact)]
            words = "、".join(dict.fromkeys(named)) or roles[1]
            _add(text, "roles", words, line, found)
            for item in items:
                words = _BULLET.sub("", item.words)
                if _LEVELS.search(item.compact):
                    _add(text, "levels", words, item, found)
                elif _SYSTEMS.search(item.compact):
                    _add(text, "systems", re.sub(r"\([^()]*\)$", "", words), item, found)
    return found


def _items_below(text: PublishedText, index: int) -> list[Line]:
    following = text.lines[index + 1 : index + 1 + _LONGEST_LIST]
    return list(takewhile(lambda line: _BULLET.match(line.text) is not None, following))


def _add(text: PublishedText, aspect: str, words: str, line: Line, found: Found) -> None:
    key = FactKey(FactKind.SCOPE, text.report_year, aspect=aspect)
    found.add(text.statement(key, Value(text=words), [line], position=len(found.statements) + 1))


def read_standard_parts(text: PublishedText) -> Found:
    """The title of each Part; its contents are an attribute where the text prints them beside it.

    A title stands alone on most lines; on those where it runs into what is printed beside it, the shortest
    of the titles printed for that Part tells where it ends.
    """
    found = Found()
    lines: dict[str, list[tuple[Line, str]]] = {}
    for line in text.lines:
        part = PART_LINE.match(line.text)
        if part and "。" not in part[2]:
            lines.setdefault(part[1], []).append((line, part[2]))
    for number, own in lines.items():
        titles = [_title(beside) for _, beside in own]
        title = min((title for title in titles if title), key=len, default="")
        line, beside = next(((line, beside) for line, beside in own if _COLUMN_GAP.search(beside)), own[0])
        contents = "".join(beside.split()).removeprefix(title)
        if title:
            key = FactKey(FactKind.STANDARD_PART, text.report_year, part=number)
            attributes = {"contents": contents} if contents and not contents.startswith("(") else {}
            statement = text.statement(key, Value(text=title), [line], position=int(number), attributes=attributes)
            found.add(statement)
            found.use(*(line for line, _ in own))
    return found


def _title(beside: str) -> str:
    return re.sub(r"\(.*\)$", "", "".join(_COLUMN_GAP.split(beside.strip())[0].split()))
