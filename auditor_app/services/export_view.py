"""Export the rows of a view to csv or json, with a manifest that says what they are and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from auditor_app import __version__
from auditor_app.domain.comparison import BRIDGE_RULE, DELTA_RULE, LIKE_FOR_LIKE_RULE
from auditor_app.domain.rates import (
    ACHIEVEMENT_RULE,
    ANALYSIS_RULE,
    COVERAGE_RULE,
    IMPLEMENTATION_RULE,
    ITEM_RATIO_RULE,
    POOLED_RULE,
    RATE_MEAN_RULE,
)
from auditor_app.exporting.csv_encoding import CsvEncoding, Fitting
from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.row_texts import FORMS, Form, RowStream, file_texts, listed_rows
from auditor_app.exporting.safe_write import ExportRefusedError, written_and_verified
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.arranged_answers import ArrangedAnswers
from auditor_app.services.big_tables import Control
from auditor_app.services.edition_notes import VIEWS_BY_EDITION, edition_notes
from auditor_app.services.export_document import PRACTICE_MARK, Exported, keep_manifest, write_manifest
from auditor_app.services.open_case import OpenCase
from auditor_app.services.view_rows import Row
from auditor_app.storage.reading import CaseReader

COVERAGE_RULES = (COVERAGE_RULE, ANALYSIS_RULE)
_RATES = (ITEM_RATIO_RULE, IMPLEMENTATION_RULE, ACHIEVEMENT_RULE, POOLED_RULE, RATE_MEAN_RULE, ANALYSIS_RULE)
RULES: dict[str, tuple[tuple[str, int], ...]] = {
    "rates": _RATES,
    "weak-areas": _RATES,
    "items": (ITEM_RATIO_RULE,),
    "compare": (DELTA_RULE, LIKE_FOR_LIKE_RULE, BRIDGE_RULE, COVERAGE_RULE, *_RATES),
    "organisations": (),
    "crosswalk": (),
}
"""By view: what its numbers were computed by; coverage and analysis for the others."""
ShownRows = Sequence[Row] | ArrangedAnswers
"""What a page hands over: its rows in sight, or which answers these are."""


def export_rows(
    reader: CaseReader,
    view: str,
    rows: RowStream,
    target: Path,
    selectors: dict[str, object],
    at: datetime,
    particulars: Mapping[str, object] | None = None,
    *,
    encoding: CsvEncoding = "utf-8-sig",
    accept_unfit: bool = False,
) -> Exported:
    """Write the rows to `target` (format by suffix) and a manifest beside it.

    The data file holds the rows and nothing else and is read back before this returns; the same case state
    gives the same bytes.  Case id, program version, rules, filters, sources and the head of the log stand in
    `<name>.manifest.json`, and `particulars` of the view, such as what separates years that are compared.  Rows are
    written as they come: where one fails, nothing was written.  `encoding`: of a csv file; characters it cannot hold
    are refused with their places, or written as 〓 where that is accepted.
    """
    form = _form_of(target)
    if encoding != "utf-8-sig" and not isinstance(form, CsvForm):
        raise WrongUsageError(Problem("export.encoding_only_csv", encoding))
    fitting = Fitting(encoding, lambda: form.row_count)

    def manifest() -> dict[str, object]:
        """What is to be said of the rows, when all of them have been written."""
        told = _told(reader, view, selectors, at)
        written = fitting.as_json() if encoding != "utf-8-sig" else {}
        return {**told, "rows": form.row_count, "notes": form.notes(), **(particulars or {}), **written}

    try:
        sha256 = written_and_verified(target, fitting.pieces(file_texts(rows, form), accept=accept_unfit))
    except ExportRefusedError as error:
        keep_manifest(error, manifest())
        raise
    return Exported(write_manifest(target, manifest(), sha256), form.row_count, fitting.count)


def _told(reader: CaseReader, view: str, selectors: dict[str, object], at: datetime) -> dict[str, object]:
    """What the manifest says whatever the rows are."""
    case = reader.case_info()
    return {
        **({"practice": PRACTICE_MARK} if case.is_practice else {}),
        "view": view,
        "selectors": selectors,
        "case_id": case.case_id,
        "exported_at": at.isoformat(),
        "program": f"auditor-app {__version__}",
        "rules": [f"{name} v{version}" for name, version in RULES.get(view, COVERAGE_RULES)],
        "sources": [{"document": document.name, "sha256": document.sha256} for document in reader.documents()],
        "log_head": reader.log_head(),
        **({"editions": edition_notes(reader, selectors)} if view in VIEWS_BY_EDITION else {}),
    }


def export_shown(
    case: OpenCase,
    view: str,
    rows: ShownRows,
    target: Path,
    selectors: dict[str, object],
    at: datetime,
    control: Control,
    *,
    encoding: CsvEncoding = "utf-8-sig",
    accept_unfit: bool = False,
) -> Exported:
    """The same for rows of a page: they are there already, or are read as the big table arranges them."""
    with case.reader() as reader:
        stream, particulars = shown_stream(reader, view, rows, control)
        return export_rows(
            reader, view, stream, target, selectors, at, particulars, encoding=encoding, accept_unfit=accept_unfit
        )


def shown_stream(
    reader: CaseReader, view: str, rows: ShownRows, control: Control
) -> tuple[RowStream, Mapping[str, object] | None]:
    """Rows of a page on their way into a file, and what is to be said beside them."""
    if isinstance(rows, ArrangedAnswers):
        return rows.stream(reader, control), None
    if view == "compare":
        from auditor_app.services.select_comparison import shown_comparison  # what only this page needs

        return shown_comparison(reader, rows)
    return listed_rows(rows), None


def _form_of(target: Path) -> Form:
    make = FORMS.get(target.suffix.lower())
    if make is None:
        values: dict[str, object] = {"known": ", ".join(sorted(FORMS)), "suffix": target.suffix}
        raise WrongUsageError(Problem("export.format_unknown", target.name, values))
    return make()
