"""JSON: exact, UTF-8, the same rows always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


class JsonForm:
    """Puts rows into one JSON array, some at a time: the bytes are those of `json_bytes` of the whole list."""

    opening, joint, closing = "\n {\n  ", ",\n  ", "\n }"
    """A row is its parts, joined, between these two."""

    def __init__(self) -> None:
        self.row_count = 0
        self.defused = 0

    def begin(self, fields: Sequence[str]) -> str:
        del fields  # each row names its own
        return "["

    def end(self) -> str:
        return "\n]\n" if self.row_count else "]\n"

    def part(self, values: Mapping[str, object]) -> str:
        """Neighbouring fields of a row, at least one."""
        return _indented(values)[len("{\n ") : -len("\n}")].replace("\n", "\n ")

    def defused_cells(self, values: Mapping[str, object]) -> int:
        """Nothing in JSON is a formula."""
        del values
        return 0

    def record(self, row: Mapping[str, object], fields: Sequence[str]) -> str:
        """A whole row, with the fields it has."""
        del fields
        return "\n " + _indented(row).replace("\n", "\n ")

    def rows(self, records: Sequence[str]) -> str:
        """These rows after those before."""
        if not records:
            return ""
        before = "," if self.row_count else ""
        self.row_count += len(records)
        return before + ",".join(records)

    def notes(self) -> list[str]:
        """What the manifest has to say of the rows: nothing."""
        return []


def json_bytes(value: object) -> bytes:
    """The bytes of a JSON file."""
    # a name that is no text holds lone surrogates: they become the \\u escapes JSON has for them
    return f"{_indented(value)}\n".encode("utf-8", "backslashreplace")


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
