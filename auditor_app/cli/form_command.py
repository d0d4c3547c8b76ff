"""The verb `form`: write the blank return for a ministry to fill in; importing it is the way back."""

from __future__ import annotations

from pathlib import Path

import click

from auditor_app.cli.options import FiscalYears, case_argument, command_texts, language_option
from auditor_app.cli.output import print_text
from auditor_app.services.open_case import OpenCase


@click.command("form")
@case_argument
@click.argument("out", type=click.Path(path_type=Path, readable=False))
@click.option("--organisation", required=True, help="府省庁")
@click.option("--year", type=FiscalYears(), required=True, help="Fiscal year / 年度")
@click.option("--unit", "units", multiple=True, metavar="NAME", help="A unit to ask; may be repeated / 部局")
@click.option("--overwrite", is_flag=True, help="Replace OUT if it exists / 上書きする")
@language_option
def form(
    case: Path,
    out: Path,
    organisation: str,
    year: tuple[int, ...],
    units: tuple[str, ...],
    overwrite: bool,
    lang: str | None,
) -> None:
    """Write the return form of one ministry and year as a workbook (in Japanese)."""
    from auditor_app.services.write_return_form import write_return_form  # a workbook writer only this verb needs

    if len(year) != 1:
        raise click.BadParameter("one fiscal year / 年度は一つだけ", param_hint="--year")
    OpenCase(case)  # a bad case is refused before anything is written
    written = write_return_form(case, out, organisation, year[0], units=units, overwrite=overwrite)
    print_text(
        command_texts(lang)(
            "form.written",
            file=out.name,
            organisation=written.organisation,
            year=year[0],
            units=len(written.units),
            questions=written.question_count,
            known=written.known_count,
        )
    )
