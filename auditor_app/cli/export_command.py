"""The verb export: a view into a file whose name says the format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor_app.cli.options import case_argument, command_texts, language_option, selector_options
from auditor_app.cli.output import print_notice, print_text
from auditor_app.cli.start import now
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors
from auditor_app.services.view_rows import VIEWS

EXPORTED_VIEWS = ["overview", *VIEWS]


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
    lang: str | None,
    **selected: Any,
) -> None:
    """Export a view; the format follows the suffix: .csv .json .xlsx .docx .pdf .html, of findings .oscal.json."""
    from auditor_app.services.export_selected import ExportOptions, ExportRefusedError, export_selected

    texts = command_texts(lang)
    options = ExportOptions(encoding, accept_unfit, template, years_as)
    try:
        with OpenCase(case).reader() as reader:
            done = export_selected(reader, texts, view, Selectors(**selected), out, now(), options)
    except ExportRefusedError as error:
        if error.kept is not None:
            print_notice(texts("export.kept", path=str(error.kept)))
        raise
    if done.replaced:
        print_notice(texts("export.unfit_replaced", encoding=encoding, count=f"{done.replaced:,}"))
    print_text(texts("cli.exported", file=out.name, rows=done.row_count, manifest=done.manifest.name))
