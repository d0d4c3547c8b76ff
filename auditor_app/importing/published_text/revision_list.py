"""The list of what a revision of the standard adds, changes or reclassifies, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_TITLE = re.compile(r".*(?:基準|規程).*改[訂定].*について")
_GROUP = re.compile(r"(\d{1,2})\.(?!\d)(.+)")
_ENTRY = re.compile(r"^[\-・•]?\s*(\d{1,2})\)\s*(.+)$")
_SECTION = re.compile(r"\d+(?:\.\d+){1,3}")
_SHORT_SECTION = re.compile(r"\d\.\d\.\d")
# The sections of an entry in parentheses: (1.1.3 3.2.4 3.2.5 等).
_SECTIONS = re.compile(r"\(([\d.\s、,・]*\d\.\d[\d.\s、,・]*)(等|ほか)?\s*\)")
_NEW = re.compile(r"\(\s*(?:新規|新設|追加)\s*\)")
_RECLASSIFIED = re.compile(r"(強化|基本)遵守事項から(強化|基本)遵守事項[にへ]")
_CLASSES = {"強化": "enhanced", "基本": "basic"}


@dataclass(frozen=True)
class _Entry:
    number: str
    group: str
    lines: tuple[Line, ...]


def read_revisions(text: PublishedText) -> Found:
    """One statement per entry and section; an entry without a section gives one without."""
    found = Found()
    for index, title in enumerate(text.titles):
        if not _TITLE.fullmatch(title.compact):
            continue
        last = text.titles[index + 1].number - 1 if index + 1 < len(text.titles) else text.lines[-1].number
        entries = list(_entries(text.between(title.number + 1, last), found))
        if entries:
            found.use(title)
        for position, entry in enumerate(entries, start=1):
            _add(text, entry, position, "案" in title.compact, found)
    return found


def _entries(lines: Sequence[Line], found: Found) -> Iterator[_Entry]:
    group_number = group = number = ""
    waiting: list[Line] = []
    for line in lines:
        heading, entry = _GROUP.fullmatch(line.compact), _ENTRY.match(line.text)
        if (heading or entry) and waiting:
            yield _Entry(number, group, tuple(waiting))
            waiting = []
        if heading:
            group_number, group = heading[1], heading[2]
            found.use(line)
        elif entry:
            number, waiting = f"{group_number}-{entry[1]}".lstrip("-"), [line]
        elif waiting:
            waiting.append(line)
    if waiting:
        yield _Entry(number, group, tuple(waiting))


def _add(text: PublishedText, entry: _Entry, position: int, is_draft: bool, found: Found) -> None:
    head = _ENTRY.match(entry.lines[0].text)
    words = head[2] if head else entry.lines[0].text
    listed = _SECTIONS.search(words)
    title = "".join(_NEW.sub("", _SECTIONS.sub("", words)).split())
    reason = "".join(line.words for line in entry.lines[1:])
    attributes = {"entry": entry.number, **_change(words, reason)}
    if entry.group:
        attributes["group"] = entry.group
    if listed and listed[2]:
        attributes["and_others"] = "yes"
    for section in sections_of(listed[1]) if listed else ("",):
        key = FactKey(FactKind.REVISION, text.release_year, aspect=title, section=section)
        value = Value(text=reason)
        statement = text.statement(key, value, entry.lines, is_draft=is_draft, position=position, attributes=attributes)
        found.add(statement)


def _change(words: str, reason: str) -> dict[str, str]:
    reclassified = _RECLASSIFIED.search("".join(reason.split()))
    if reclassified:
        from_class, to_class = _CLASSES[reclassified[1]], _CLASSES[reclassified[2]]
        return {"change": "reclassified", "from_class": from_class, "to_class": to_class}
    return {"change": "new" if _NEW.search(words) else "changed"}


def sections_of(printed: str) -> tuple[str, ...]:
    """The section numbers in a list, also where the gaps between them are lost.

    >>> sections_of("1.1.3 3.2.4、3.2.5 "), sections_of("16.10"), sections_of("1.1.33.2.43.2.5")
    (('1.1.3', '3.2.4', '3.2.5'), ('16.10',), ('1.1.3', '3.2.4', '3.2.5'))
    """
    for pattern in (_SECTION, _SHORT_SECTION):
        if not re.sub(r"[\s、,・]", "", pattern.sub("", printed)) and not _runs_together(printed, pattern):
            return tuple(dict.fromkeys(pattern.findall(printed)))
    return (printed.strip(),)


def _runs_together(printed: str, pattern: re.Pattern[str]) -> bool:
    """Whether the longer pattern swallowed two numbers: 1.1.33.2.4 is no section number."""
    return pattern is _SECTION and any(number.count(".") > 2 for number in pattern.findall(printed))
