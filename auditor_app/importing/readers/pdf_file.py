"""Tables inside a PDF, each a sheet of its own, and the text of its pages; one thread, nothing rendered or opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.coded_rows import CodedBlock, code_rows
from auditor_app.importing.readers.protocol import Header
from auditor_app.importing.readers.sheet_marks import MOST_CELLS
from auditor_app.importing.readers.table_file import OnProgress, Row
from auditor_app.importing.readers.tables import ROWS_OF_A_HEAD, SheetProbe, TableProbe

MOST_PAGES = 300


class PdfFile:
    """Its tables are found once, when it is opened; rows count within their table."""

    def __init__(self, path: Path, on_progress: OnProgress) -> None:
        self._tables = dict(_tables(path, on_progress))
        if not self._tables:
            raise InputRefusedError(Problem("import.pdf_without_tables"))

    def probe(self) -> TableProbe:
        sheets = tuple(
            SheetProbe(
                name,
                is_hidden=False,
                row_count=len(rows),
                column_count=max(map(len, rows), default=0),
                head=tuple(map(tuple, rows[:ROWS_OF_A_HEAD])),
                head_rows=tuple(range(1, min(len(rows), ROWS_OF_A_HEAD) + 1)),
            )
            for name, rows in self._tables.items()
        )
        return TableProbe("pdf", "", True, (), "", sheets, warnings=())

    def blocks(self, request: Header) -> Iterator[tuple[CodedBlock, int]]:
        rows = self._tables[request["sheet"]]
        first = request["first_row"]
        numbers = range(first, len(rows) + 1)
        yield code_rows(numbers, rows[first - 1 :], request["columns"], request["width"]), len(rows)

    def rows_around(self, request: Header) -> list[Row]:
        first, end = max(request["row"] - request["before"], 1), request["row"] + request["after"] + 1
        rows = enumerate(self._tables[request["sheet"]], start=1)
        return list(islice(rows, first - 1, end - 1))


def _tables(path: Path, on_progress: OnProgress) -> Iterator[tuple[str, list[list[str]]]]:
    import pdfplumber

    cells = 0
    with _damage_refused(), pdfplumber.open(path) as document:
        _refuse_many_pages(len(document.pages))
        for number, page in enumerate(document.pages, start=1):
            for place, table in enumerate(page.extract_tables(), start=1):
                rows = [[cell or "" for cell in row] for row in table]
                cells += sum(map(len, rows))
                if cells > MOST_CELLS:
                    raise InputRefusedError(Problem("import.pdf_damaged"))
                yield f"p.{number}-{place}", rows
            page.close()
            on_progress(number)


def page_texts(path: Path, on_progress: OnProgress) -> Iterator[str]:
    """The text of each page, in the order of its content."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        key = "import.pdf_encrypted" if "password" in str(error).lower() else "import.pdf_damaged"
        raise InputRefusedError(Problem(key)) from error
    _refuse_many_pages(len(document))
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        yield text.get_text_bounded().replace("\r\n", "\n")
        text.close()
        page.close()
        on_progress(number)


def _refuse_many_pages(count: int) -> None:
    if count > MOST_PAGES:
        raise InputRefusedError(Problem("import.pdf_too_long", values={"pages": count, "limit": MOST_PAGES}))


@contextmanager
def _damage_refused() -> Iterator[None]:
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        yield
    except InputRefusedError:
        raise
    except Exception as error:
        causes = (error, error.__cause__, *error.args)
        is_locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in causes)
        if isinstance(error, PdfminerException | PDFPasswordIncorrect) and is_locked:
            raise InputRefusedError(Problem("import.pdf_encrypted")) from error
        # Whatever a broken PDF makes the library raise: many kinds, and all mean the same.
        raise InputRefusedError(Problem("import.pdf_damaged")) from error
