"""A file's tables, for the rest of the program: the parent's side of the child process that parses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.importing.readers.child_process import ChildProcess, Message
from auditor_app.importing.readers.limits import WORTH_PANDAS
from auditor_app.importing.readers.protocol import BrokenAnswerError, Header, probe_from_json
from auditor_app.importing.readers.tables import StagedFile, TableChunk, TableProbe, TableRequest
from auditor_app.importing.source_file import binary_kind

PATIENCE = 30.0
"""Seconds without a sign of life after which the child is ended."""

PAGE_BREAK = "\f"

_BREAKS = "import.encoding_breaks"


class ReadAgainError(Exception):
    """A long text turned out, on the way, to be in another encoding than its head: the probe is a new one now."""


class EarlyProcess:
    """A parsing process started while its file is still being copied; `end` it unless a TableReader takes it over."""

    def __init__(self) -> None:
        self._process: ChildProcess | None = None

    def on_block(self, name: str, block: bytes, size: int) -> None:
        """Starts with the first block of a file; loads in advance what a long text needs."""
        if self._process is None:
            self._process = ChildProcess(name, PATIENCE)
            if size >= WORTH_PANDAS and not binary_kind(block):
                self._process.prepare()

    def take(self) -> ChildProcess | None:
        process, self._process = self._process, None
        return process

    def end(self) -> None:
        process = self.take()
        if process is not None:
            process.end()


class TableReader:
    """Context manager that owns the child process; it ends with it.

    Not for two threads at once.  An encoding or delimiter given here is used instead of what the file seems to have.
    """

    def __init__(
        self,
        file: StagedFile,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        patience: float = PATIENCE,
        is_cancelled: Callable[[], bool] | None = None,
        process: ChildProcess | None = None,
    ) -> None:
        """`process`: one started in advance, which is owned from now on."""
        self._file = file
        self._chosen: Header = {"chosen_encoding": encoding, "chosen_delimiter": delimiter}
        self._patience = patience
        self._is_cancelled = is_cancelled
        self._process = process
        if process is not None:
            process.patience = patience
        self._probe: TableProbe | None = None

    def __enter__(self) -> TableReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()

    @property
    def child_pid(self) -> int | None:
        """Of the parsing process, while there is one."""
        return self._process.pid if self._process else None

    @property
    def probe(self) -> TableProbe:
        """Read at first use; InputRefusedError if the file cannot be read as tables."""
        if self._probe is None:
            process = self._ask("probe")
            header = self._last_answer(process, "probe", self._is_cancelled)
            try:
                self._probe = probe_from_json(header["probe"])
            except (BrokenAnswerError, KeyError, TypeError, ValueError) as error:
                raise process.broken(error) from error
        return self._probe

    def chunks(
        self,
        request: TableRequest,
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[TableChunk]:
        """The rows asked for; `on_progress` is told what is done of what total (bytes of a text, else rows).

        ReadAgainError when the rows so far were decoded wrongly: everything that was read is to be read anew.
        """
        from auditor_app.importing.readers.received import chunk_from_message

        sheet = next(one for one in self.probe.sheets if one.name == request.sheet)
        total = self._file.size if self.probe.container == "text" else sheet.row_count
        process = self._ask("chunks", **self._wanted(request), column_count=sheet.column_count)
        last_row = request.first_row - 1
        try:
            while True:
                header, buffers = self._next_rows(process, is_cancelled or self._is_cancelled)
                if header.get("kind") == "end":
                    process.is_ready = True
                    return
                if header.get("kind") == "progress":
                    continue
                try:
                    chunk = chunk_from_message(header, buffers, len(request.columns), last_row)
                except (BrokenAnswerError, KeyError, TypeError, ValueError) as error:
                    raise process.broken(error) from error
                if on_progress is not None:
                    on_progress(min(int(header["done"]), total), total)
                if len(chunk.rows):
                    last_row = int(chunk.rows[-1])
                    yield chunk
        finally:
            self._end_unless_ready(process)

    def _next_rows(self, process: ChildProcess, is_cancelled: Callable[[], bool] | None) -> Message:
        try:
            return process.answer(is_cancelled)
        except InputRefusedError as error:
            if "is_thorough" in self._chosen or error.problems[0].key != _BREAKS:
                raise
        self._end()
        self._chosen["is_thorough"] = True
        self._probe = None
        _ = self.probe  # refused with the line if no encoding fits
        raise ReadAgainError

    def rows_around(self, sheet: str, row: int, before: int = 50, after: int = 50) -> list[tuple[int, tuple[str, ...]]]:
        """Source rows with all their cells around `row`."""
        wanted = {"sheet": sheet, "row": row, "before": before, "after": after}
        process = self._ask("rows", **wanted, encoding=self.probe.encoding, delimiter=self.probe.delimiter)
        header = self._last_answer(process, "rows", self._is_cancelled)
        try:
            return [(int(number), tuple(map(str, cells))) for number, cells in header["rows"]]
        except (KeyError, TypeError, ValueError) as error:
            raise process.broken(error) from error

    def page_texts(self) -> list[str]:
        """The text of each page of a PDF, for what is read as a published text."""
        process = self._ask("page texts")
        texts = self._last_answer(process, "page texts", self._is_cancelled).get("texts")
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise process.broken(BrokenAnswerError("texts that are none"))
        return texts

    def _wanted(self, request: TableRequest) -> Header:
        encoding = request.encoding or self.probe.encoding
        return {
            "sheet": request.sheet,
            "first_row": request.first_row,
            "columns": request.columns,
            "width": request.width,
            "counts": request.counts,
            "encoding": encoding,
            "delimiter": request.delimiter or self.probe.delimiter,
            "is_checked": encoding == self.probe.encoding,
        }

    def _ask(self, what: str, **details: object) -> ChildProcess:
        """A process, the running one if it is there, that has been asked."""
        if self._process is None:
            self._process = ChildProcess(self._file.name, self._patience)
        self._process.ask({"ask": what, "path": str(self._file.path), **self._chosen, **details})
        return self._process

    def _last_answer(self, process: ChildProcess, kind: str, is_cancelled: Callable[[], bool] | None) -> Header:
        """The one answer of this kind, after any signs of life; a process that gave none is of no more use."""
        try:
            while True:
                header, _ = process.answer(is_cancelled)
                if header.get("kind") == kind:
                    process.is_ready = True
                    return header
                if header.get("kind") != "progress":
                    raise process.broken(BrokenAnswerError("another answer than the one asked for"))
        finally:
            self._end_unless_ready(process)

    def _end_unless_ready(self, process: ChildProcess) -> None:
        if not process.is_ready and process is self._process:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def pdf_text(file: StagedFile, is_cancelled: Callable[[], bool] | None = None) -> str:
    """The text of a PDF, its pages separated by form feeds."""
    with TableReader(file, is_cancelled=is_cancelled) as reader:
        return PAGE_BREAK.join(reader.page_texts())
