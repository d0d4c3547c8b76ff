"""Areas named as needing improvement: a role, a Part of the standard, and topics under it."""

from __future__ import annotations

import re

from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_HEADING = re.compile(r"[【<]?(?:今後、?)?(?:改善が(?:求められる|必要な)(?:事項|課題)|把握した主な課題)[】>]?")
_ROLES = (
    ("officer", re.compile(r"(?:情報)?セキュリティ責任者等?")),
    ("staff", re.compile(r"(?:行政)?事務従事者|職員")),
    ("system", re.compile(r"(?:情報)?システム(?:等)?")),
)
_PART = re.compile(r"第(\d)部(.*)")
_CELL_GAP = re.compile(r"\t|\s{2,}")
_FRAME = "【】<>()・-•: "


def read_weak_areas(text: PublishedText) -> Found:
    """One statement per role, Part and topic, in printed order."""
    found = Found()
    is_inside, role, part = False, "", ""
    for line in text.lines:
        if _HEADING.fullmatch(line.compact):
            is_inside, role, part = True, "", ""
            found.use(line)
            continue
        if not is_inside:
            continue
        if "。" in line.compact or text.is_title(line):
            is_inside = False
            continue
        for cell in _cells(text, line):
            words = "".join(cell.split()).strip(_FRAME)
            named_role, named_part = _role_of(words), _PART.fullmatch(words)
            if named_role:
                role, part = named_role, ""
            elif named_part and role:
                part = named_part[1]
            elif words and role and part:
                _add(text, role, part, words, line, found)
            else:
                continue
            found.use(line)
    return found


def _cells(text: PublishedText, line: Line) -> list[str]:
    """The cells of a line; a Part and its title are one, however wide the gap between them."""
    cells = [cell for cell in _CELL_GAP.split(line.text) if cell]
    for index, cell in enumerate(cells[:-1]):
        part = _PART.fullmatch("".join(cell.split()).strip(_FRAME))
        if part and not part[2] and _is_title_of(text, part[1], cells[index + 1], line):
            cells[index : index + 2] = [cell + cells[index + 1]]
            break
    return cells


def _is_title_of(text: PublishedText, part: str, cell: str, own: Line) -> bool:
    """Whether another line prints this as the title of the Part, or none prints any other."""
    title = "".join(cell.split())
    others = [line.compact for line in text.lines if line is not own and line.compact.startswith(f"第{part}部")]
    behind = [other.removeprefix(f"第{part}部") for other in others]
    return any(other.startswith(title) for other in behind) or not any(behind)


def _role_of(words: str) -> str:
    return next((role for role, pattern in _ROLES if pattern.fullmatch(words)), "")


def _add(text: PublishedText, role: str, part: str, topic: str, line: Line, found: Found) -> None:
    key = FactKey(FactKind.WEAK_AREA, text.report_year, aspect=topic, role=role, part=part)
    found.add(text.statement(key, Value(text=topic), [line], position=len(found.statements) + 1))
