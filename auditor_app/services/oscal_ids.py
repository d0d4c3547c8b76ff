"""The identifiers and words of OSCAL: uuids that follow from the case, tokens, single lines, properties, times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID, uuid5

from auditor_app.domain.findings import FindingText
from auditor_app.domain.standards import Edition
from auditor_app.services.browse_findings import JAPAN

Part = dict[str, object]
"""An object of the file."""

NAMESPACE = "urn:auditor-app:oscal"
"""Of properties: a name and nothing that could be fetched."""
NOTHING = "—"
"""Where OSCAL wants words and the finding has none."""

_ROOT = UUID("6f5f9d3e-6f0a-5d0e-9a57-2d1f4b0c8e11")
_NUMBERED = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:\([0-9a-z]+\))*")


class Ids:
    """uuids of version 5 from the id of the case and a name: the same case always gives the same ones."""

    def __init__(self, case_id: str) -> None:
        self._case = uuid5(_ROOT, case_id)

    def of(self, *names: object) -> str:
        """Of a thing by its kind and whatever tells it from the others."""
        return str(uuid5(self._case, "\x1f".join(map(str, names))))


def control_id(edition: Edition | None, text: FindingText) -> str:
    """A token for what of the standard a finding is about; its real number stands in a property.

    >>> control_id(None, FindingText("", 2006, item="3.1.1(1)(a)")), control_id(None, FindingText("", 2006, part="3"))
    ('std-unknown_item-3.1.1_1_a', 'std-unknown_part-3')
    >>> control_id(None, FindingText("", 2006, section="三 の一")), control_id(None, FindingText("", 2006))
    ('std-unknown_section-x4e09-20-306e-4e00', 'std-unknown_all')
    """
    known = f"{edition.standard}\x1f{edition.name}" if edition else ""
    standard = uuid5(_ROOT, known).hex[:8] if known else "unknown"
    level = next((own for own in ("item", "section", "part") if getattr(text, own)), "")
    place = f"{level}-{_token(str(getattr(text, level)))}" if level else "all"
    return f"std-{standard}_{place}"


def _token(number: str) -> str:
    """Letters, digits, dots and underscores; two numbers never become the same token."""
    if _NUMBERED.fullmatch(number):
        return number.replace(")", "").replace("(", "_")
    return "x" + "-".join(f"{ord(own):x}" for own in number)


def line(text: object) -> str:
    """A text as one line without space around it, never empty.

    >>> line(" 一行目\\u2028\\n二行目\\ufeff"), line("")
    ('一行目 二行目', '—')
    """
    told = str(text)
    if told.isprintable() and "  " not in told:  # nearly every one, and quickly
        return told.strip() or NOTHING
    return " ".join(_visible(told.replace("\ufeff", " ")).split()) or NOTHING


def words(text: str) -> str:
    """A text of several lines, never empty."""
    return _visible(text).strip() or NOTHING


def prop(name: str, value: object, remarks: str = "") -> Part:
    """A property of our own."""
    made: Part = {"name": name, "ns": NAMESPACE, "value": line(value)}
    return made | ({"remarks": words(remarks)} if remarks else {})


def props(values: Mapping[str, object]) -> list[Part]:
    """Those that say something."""
    return [prop(name, value) for name, value in values.items() if value not in ("", None)]


def stamp(at: datetime) -> str:
    """With its offset, as everything in the documents is told: Japan time."""
    return at.astimezone(JAPAN).isoformat(timespec="seconds")


def day_stamp(day: date, *, at_end: bool = False) -> str:
    """The first or the last second of a day in Japan."""
    return datetime.combine(day, time(23, 59, 59) if at_end else time(), JAPAN).isoformat()


def without_empty(part: Part) -> Part:
    """OSCAL has no empty lists and no nulls: what is empty is left out."""
    return {name: value for name, value in part.items() if value not in (None, "", [], {})}


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join("�" if unicodedata.category(own) in ("Cs", "Cc") and own not in "\n\t\r" else own for own in text)
