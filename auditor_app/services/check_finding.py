"""What holds of a finding before it is written: its number is known, its text can be kept, somebody stands for it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Literal

from auditor_app.domain.findings import Finding, FindingText, problems_of_edit
from auditor_app.domain.fiscal_years import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from auditor_app.domain.persons import visible_name
from auditor_app.foundation.errors import Problem, UserError, WrongUsageError
from auditor_app.storage.reading import CaseReader

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
LONGEST_EVIDENCE_TITLE = 500
"""Which may be the name of a file or document with the place in it."""
MOST_LINKS = 200
"""Organisations, tags or figures of one finding."""

WORDS: tuple[str, ...] = tuple(own.name for own in fields(FindingText) if own.type == "str")
"""The fields of a finding that are words."""


class FindingRefusedError(UserError):
    """A finding cannot be written or moved like this; nothing was changed."""


def known_finding(reader: CaseReader, number: str) -> Finding:
    """WrongUsageError for a number the case does not have."""
    found = reader.finding(number.strip())
    if found is None:
        raise WrongUsageError(Problem("finding.unknown", number.strip()))
    return found


def checked_text(reader: CaseReader, text: FindingText, former: Finding | None = None) -> FindingText:
    """The text as it is kept; FindingRefusedError with everything that is wrong with it.

    `former`: the finding it becomes the text of; its severity is let through although the scale has changed since.
    """
    clean = _cleaned(text)
    problems = [*_problems_of_words(clean), *_problems_of_links(reader, clean, former)]
    if problems:
        raise FindingRefusedError(*problems)
    return clean


def storable(text: str) -> str:
    """Without what no file and no other program takes: lone surrogates and control characters; line breaks stay.

    >>> storable(" a\\x00b\\ud800\\r\\nc ")
    'a�b�\\nc'
    """
    lines = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "".join("�" if _is_odd(own) else own for own in lines).strip()


def limited(text: str, place: str, limit: int = LONGEST_TEXT) -> str:
    """A text as it is kept; FindingRefusedError for one that no cell and no page takes."""
    found = storable(text)
    if len(found) > limit:
        values: dict[str, object] = {"length": f"{len(found):,}", "limit": f"{limit:,}"}
        raise FindingRefusedError(Problem("finding.text_too_long", place, values))
    return found


def named(by: str, author: str, place: str = "") -> str:
    """Who does it: the name given, else whoever works with the program; nobody is refused."""
    name = visible_name(limited(by or author, place, LONGEST_TITLE))
    if not name:
        raise FindingRefusedError(Problem("finding.nameless", place))
    return name


def required(text: str, key: Literal["finding.reason_missing", "finding.note_missing"], place: str) -> str:
    """A text that must not be left out."""
    found = limited(text, place)
    if not visible_name(found):
        raise FindingRefusedError(Problem(key, place))
    return found


def _is_odd(character: str) -> bool:
    number = ord(character)
    return (number < 0x20 and character not in "\n\t") or 0x7F <= number < 0xA0 or 0xD800 <= number < 0xE000


def _cleaned(text: FindingText) -> FindingText:
    words = {name: storable(str(getattr(text, name))) for name in WORDS}
    words["title"] = " ".join(words["title"].split())
    tags = tuple(dict.fromkeys(filter(None, (" ".join(storable(own).split()) for own in text.tags))))
    figures = tuple({(own.figure_id, own.options): own for own in text.figures}.values())
    organisations = tuple(dict.fromkeys(text.organisations))
    return replace(text, **words, tags=tags, figures=figures, organisations=organisations)  # type: ignore[arg-type]


def _problems_of_words(text: FindingText) -> list[Problem]:
    problems = []
    if not visible_name(text.title):
        problems.append(Problem("finding.title_missing"))
    if len(text.title) > LONGEST_TITLE:
        problems.append(Problem("finding.title_too_long", text.title[:40], {"limit": LONGEST_TITLE}))
    problems += [
        Problem("finding.text_too_long", name, {"length": f"{len(words):,}", "limit": f"{LONGEST_TEXT:,}"})
        for name in WORDS
        if len(words := str(getattr(text, name))) > LONGEST_TEXT
    ]
    if not FIRST_FISCAL_YEAR <= text.fiscal_year <= LAST_FISCAL_YEAR:
        problems.append(Problem("finding.year_unknown", str(text.fiscal_year)))
    return problems


def _problems_of_links(reader: CaseReader, text: FindingText, former: Finding | None) -> list[Problem]:
    problems = [
        Problem("finding.too_many", name, {"limit": MOST_LINKS})
        for name in ("organisations", "tags", "figures")
        if len(getattr(text, name)) > MOST_LINKS
    ]
    known = {own.id for own in reader.organisations()}
    problems += [Problem("finding.organisation_unknown", str(own)) for own in text.organisations if own not in known]
    scale = [own.code for own in reader.severities()]
    if text.severity not in scale and (former is None or text.severity != former.text.severity):
        problems.append(Problem("finding.severity_unknown", text.severity, {"known": ", ".join(scale)}))
    if former is not None:
        problems += problems_of_edit(former, text)
    return problems
