"""The verb export: a view into a file whose name says the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from auditor_app.cli.options import case_argument, command_texts, language_option, selector_options
from auditor_app.cli.output import print_notice, print_text
from auditor_app.cli.start import now
from auditor_app.foundation.translation import LANGUAGES
from auditor_app.services.export_document import Exported
from auditor_app.services.open_case import OpenCase
from auditor_app.services.reports.definition import LATEST
from auditor_app.services.select_view import Selectors
from auditor_app.services.view_rows import VIEWS
from auditor_app.storage.reading import CaseReader

REPORT = "report"
ROW_SUFFIXES = frozenset({".csv", ".json"})
UNMADE = frozenset({"export.disk_full", "export.folder_gone", "export.folder_unwritable", "export.target_in_use"})
"""Refusals after which somebody may look for a finished file."""
EXPORTED_VIEWS = ["overview", *VIEWS, REPORT]


@click.command()
@case_argument
@click.argument("view", type=click.Choice(EXPORTED_VIEWS))
@click.argument("out", type=click.Path(path_type=Path, readable=False))
@selector_options
@click.option(
    "--encoding", type=click.Choice(["utf-8-sig", "cp932"]), default="utf-8-sig", help="csv: UTF-8 (BOM), Shift_JIS"
)
@click.option("--accept-unfit", is_flag=True, help="csv in cp932: what does not fit becomes 〓 / 表せない文字を〓に")
@click.option(
    "--template", type=click.Path(path_type=Path, readable=False), help="docx: the office's own form / 様式のひな形"
)
@click.option("--report", "report_name", default="", help="report: a saved definition / 保存した定義の名前")
@click.option("--years-as", type=click.Choice(["western", "era", "both"]), default="western", help="2006 / 平成18")
@language_option
def export(
    case: Path,
    view: str,
    out: Path,
    encoding: Any,
    accept_unfit: bool,
    template: Path | None,
    years_as: Any,
    report_name: str,
    lang: str | None,
    **selected: Any,
) -> None:
    """Export a view; the format follows the suffix: .csv .json .xlsx .docx .pdf .html, of findings .oscal.json."""
    from auditor_app.services.export_selected import ExportOptions, ExportRefusedError, export_selected

    texts = command_texts(lang)
    options = ExportOptions(encoding, accept_unfit, template, years_as)
    try:
        with OpenCase(case).reader() as reader:
            if view == REPORT:
                others = [f"--encoding {encoding}"] if encoding != "utf-8-sig" else []
                others += [f"--years-as {years_as}"] if years_as != "western" else []
                others += ["--accept-unfit"] if accept_unfit else []
                done = _export_report(reader, out, report_name, Selectors(**selected), template, lang, others)
            else:
                done = export_selected(reader, texts, view, Selectors(**selected), out, now(), options)
    except ExportRefusedError as error:
        if error.kept is not None:
            print_notice(texts("export.kept", path=str(error.kept)))
            print_notice(texts("export.kept_take", manifest=f"{error.kept.name}.manifest.json"))
        elif out.suffix.lower() in ROW_SUFFIXES and UNMADE & {own.key for own in error.problems}:
            print_notice(texts("export.rows_not_kept"))
        raise
    if done.replaced:
        print_notice(texts("export.unfit_replaced", encoding=encoding, count=f"{done.replaced:,}"))
    if done.unsigned:
        print_notice(texts("export.unsigned_left_out", numbers=", ".join(done.unsigned)))
    print_text(texts("cli.exported", file=out.name, rows=done.row_count, manifest=done.manifest.name))


def _export_report(
    reader: CaseReader,
    out: Path,
    name: str,
    selectors: Selectors,
    template: Path | None,
    lang: str | None,
    others: Sequence[str],
) -> Exported:
    """A saved definition, or the one every report starts from, for the year and organisation asked for."""
    from auditor_app.services.followed_selectors import refuse_unfollowed_by_report
    from auditor_app.services.reports.export_report import export_report
    from auditor_app.services.reports.saved_reports import report_of_case
    from auditor_app.services.reports.starting_definitions import starting_definitions

    refuse_unfollowed_by_report(reader, selectors, others)
    definition = report_of_case(reader, name) if name else starting_definitions(command_texts(lang))[0]
    if lang in LANGUAGES:
        definition = replace(definition, language=lang)
    if selectors.organisation:
        definition = replace(definition, organisations=(selectors.organisation,))
    year = max(selectors.years, default=LATEST)
    return export_report(reader, definition, out, now(), year, template)
