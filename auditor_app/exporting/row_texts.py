"""Rows on their way into a file or to a terminal: text is made as they come, and the whole is never in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.json_file import JsonForm

Form = CsvForm | JsonForm
FORMS: dict[str, type[CsvForm] | type[JsonForm]] = {".csv": CsvForm, ".json": JsonForm}
"""By suffix."""

ROWS_AT_ONCE = 1000


class RowStream(Protocol):
    """Rows that come one after another; they can be had once."""

    @property
    def fields(self) -> Sequence[str]:
        """All fields that occur, in order."""

    def texts(self, form: Form) -> Iterator[str]:
        """The rows in a form, some at a time, as `form.rows` joins them."""


class RowsAsTheyCome:
    """Rows as mappings, of which a few are in memory at a time."""

    def __init__(self, rows: Iterable[Mapping[str, object]], fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        self._rows = iter(rows)

    def texts(self, form: Form) -> Iterator[str]:
        while records := [form.record(row, self.fields) for row in islice(self._rows, ROWS_AT_ONCE)]:
            yield form.rows(records)


class FlattenedRows:
    """Rows that say in a csv file something else than in JSON: columns instead of values within values."""

    def __init__(
        self,
        rows: Iterable[Mapping[str, object]],
        fields: Sequence[str],
        flatten: Callable[[Mapping[str, object]], Mapping[str, object]],
    ) -> None:
        """`fields`: the columns of the csv file; `flatten` makes its record of a row."""
        self.fields = tuple(fields)
        self._rows, self._flatten = rows, flatten

    def texts(self, form: Form) -> Iterator[str]:
        rows = map(self._flatten, self._rows) if isinstance(form, CsvForm) else self._rows
        return RowsAsTheyCome(rows, self.fields).texts(form)


def listed_rows(rows: Sequence[Mapping[str, object]]) -> RowsAsTheyCome:
    """Rows that are all there, with the fields that any of them has."""
    return RowsAsTheyCome(rows, list(dict.fromkeys(name for row in rows for name in row)))


def encoded(stream: RowStream, form: Form) -> Iterator[bytes]:
    """The bytes of the file.  None comes before the first rows are there, so that a refusal leaves nothing behind."""
    for text in file_texts(stream, form):
        yield text.encode("utf-8", "backslashreplace")  # lone surrogates: JSON has such escapes for them


def file_texts(stream: RowStream, form: Form) -> Iterator[str]:
    """The text of the file in pieces of whole rows, with the head before the first of them."""
    head = form.begin(stream.fields)
    for text in stream.texts(form):
        yield f"{head}{text}"
        head = ""
    yield f"{head}{form.end()}"
