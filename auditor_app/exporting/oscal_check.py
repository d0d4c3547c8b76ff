"""Reads an OSCAL file back: it says what it was to say, and keeps the rules every reader of OSCAL relies on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor_app.exporting.read_back import ReadBackError

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LINE = re.compile(r"\S(.*\S)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_TOKENS = frozenset({"control-id", "target-id", "role-id"})
_TIMES = frozenset({"start", "end", "collected", "deadline", "last-modified"})
_LINES = frozenset({"title", "value", "name", "version"})
_REFERENCES = frozenset(
    {"party-uuid", "actor-uuid", "subject-uuid", "observation-uuid", "risk-uuid"},
)

Leaf = tuple[str, str, object]
"""Place, name of the field, value."""


def check_oscal(payload: Mapping[str, object], path: Path) -> None:
    """ReadBackError where the file differs from `payload`, or breaks a rule."""
    found = json.loads(path.read_bytes().decode("utf-8"))
    if found != payload:
        raise ReadBackError(path.name, "the findings", "other content")
    leaves = list(_leaves("", found))
    given = [value for _, name, value in leaves if name == "uuid"]
    if len(set(map(str, given))) != len(given):
        raise ReadBackError("uuid", "each once", "one of them twice")
    known = set(map(str, given))
    for place, name, value in leaves:
        _check_leaf(place, name, value, known)


def _check_leaf(place: str, name: str, value: object, known: set[str]) -> None:
    text = str(value)
    if value in ("", None, [], {}):
        raise ReadBackError(place, "something", "nothing")
    if name == "uuid" and not _UUID.fullmatch(text):
        raise ReadBackError(place, "a uuid", text)
    if (name in _REFERENCES or name == "party-uuids") and text not in known:
        raise ReadBackError(place, "something in the file", text)
    if name == "href" and text.startswith("#") and text[1:] not in known:
        raise ReadBackError(place, "something in the file", text)
    if name in _TOKENS and not _TOKEN.fullmatch(text):
        raise ReadBackError(place, "a token", text)
    if name in _TIMES and not _TIME.fullmatch(text):
        raise ReadBackError(place, "a time with its offset", text)
    if name in _LINES and not _LINE.fullmatch(text):
        raise ReadBackError(place, "one line", text)


def _leaves(place: str, value: object, name: str = "") -> Iterator[Leaf]:
    """Everything that holds nothing further, also what is empty; elements of a list bear its name."""
    if isinstance(value, dict) and value:
        for key, own in value.items():
            yield from _leaves(f"{place}/{key}", own, key)
    elif isinstance(value, list) and value:
        for number, own in enumerate(value):
            yield from _leaves(f"{place}/{number}", own, name)
    else:
        yield place, name, value
