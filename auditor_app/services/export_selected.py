"""Export what the command line asks for: rows for programs, documents for readers, findings as OSCAL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor_app import __version__
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.exporting.csv_encoding import CSV_ENCODINGS as CSV_ENCODINGS
from auditor_app.exporting.csv_encoding import CsvEncoding
from auditor_app.exporting.row_texts import FORMS
from auditor_app.exporting.safe_write import ExportRefusedError as ExportRefusedError
from auditor_app.exporting.safe_write import made_and_verified, written_and_verified
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.export_document import (
    PRACTICE_MARK,
    Exported,
    export_document,
    manifest_path,
    refuse_what_does_not_fit,
)
from auditor_app.services.export_view import export_rows
from auditor_app.services.followed_selectors import refuse_unfollowed
from auditor_app.services.select_view import Selectors, selected_comparison, streamed_rows
from auditor_app.services.word_comparison import comparison_particulars
from auditor_app.storage.reading import CaseReader

OSCAL_SUFFIX = ".oscal.json"


@dataclass(frozen=True)
class ExportOptions:
    """How the file is written."""

    encoding: CsvEncoding = "utf-8-sig"
    accept_unfit: bool = False
    template: Path | None = None
    year_form: YearForm = "western"


def export_selected(
    reader: CaseReader,
    texts: Texts,
    view: str,
    selectors: Selectors,
    target: Path,
    at: datetime,
    options: ExportOptions | None = None,
) -> Exported:
    """The format follows the suffix: .csv and .json hold the stable rows of scripts, all others what the page shows."""
    chosen = options or ExportOptions()
    refuse_what_does_not_fit(target, chosen.encoding, chosen.template)
    is_rows = target.suffix.lower() in FORMS and view != "overview"
    refuse_unfollowed(view, selectors, as_document=not is_rows)
    if target.name.lower().endswith(OSCAL_SUFFIX):
        return export_oscal(reader, texts, view, selectors, target, at)
    if is_rows:
        return _export_rows(reader, view, selectors, target, at, chosen)
    if target.suffix.lower() == ".xlsx" and view == "items" and _is_big(reader, selectors):
        from auditor_app.services.export_big_sheet import export_big_sheet

        return export_big_sheet(reader, texts, selectors, target, at)
    from auditor_app.services.documents.view_document import view_document

    document = view_document(reader, texts, view, selectors, year_form=chosen.year_form)
    return export_document(
        document,
        target,
        at,
        encoding=chosen.encoding,
        accept_unfit=chosen.accept_unfit,
        template=chosen.template,
    )


def _export_rows(
    reader: CaseReader, view: str, selectors: Selectors, target: Path, at: datetime, options: ExportOptions
) -> Exported:
    rows = streamed_rows(reader, view, selectors)
    particulars = None
    if view == "compare":
        particulars = comparison_particulars(selected_comparison(reader, selectors).pairs)
    return export_rows(
        reader,
        view,
        rows,
        target,
        selectors.as_json(),
        at,
        particulars,
        encoding=options.encoding,
        accept_unfit=options.accept_unfit,
    )


def _is_big(reader: CaseReader, selectors: Selectors) -> bool:
    """Whether so many answers are chosen that a document would hold more than can be read; counted up to that."""
    from itertools import islice

    from auditor_app.services.documents import items
    from auditor_app.services.select_view import selected_answers

    return sum(1 for _ in islice(selected_answers(reader, selectors), items.MOST_ROWS + 1)) > items.MOST_ROWS


def export_oscal(
    reader: CaseReader,
    texts: Texts,
    view: str,
    selectors: Selectors,
    target: Path,
    at: datetime,
    only: Sequence[str] = (),
) -> Exported:
    """Findings as assessment results; `only`: numbers of those wanted, where they are not all."""
    if view != "findings":
        raise WrongUsageError(Problem("export.oscal_only_findings", target.name))
    from auditor_app.exporting.json_file import json_bytes
    from auditor_app.exporting.oscal_check import check_oscal
    from auditor_app.exporting.oscal_file import write_oscal
    from auditor_app.services.findings_oscal import oscal_document

    document = oscal_document(reader, texts, selectors, only)
    sha256 = made_and_verified(
        target, lambda path: write_oscal(document, path), lambda path: check_oscal(document, path)
    )
    case = reader.case_info()
    count = _count_of_findings(document)
    manifest: dict[str, object] = {
        **({"practice": PRACTICE_MARK} if case.is_practice else {}),
        "view": view,
        "rows": count,
        "file": target.name,
        "format": "oscal",
        "sha256": sha256,
        "selectors": {**selectors.as_json(), **({"numbers": list(only)} if only else {})},
        "case_id": case.case_id,
        "exported_at": at.isoformat(),
        "program": f"auditor-app {__version__}",
        "sources": [{"document": document.name, "sha256": document.sha256} for document in reader.documents()],
        "log_head": reader.log_head(),
    }
    path = manifest_path(target)
    written_and_verified(path, json_bytes(manifest))
    return Exported(path, count)


def _count_of_findings(document: object) -> int:
    results = document["assessment-results"]["results"]  # type: ignore[index]
    return sum(len(result.get("findings", ())) for result in results)
