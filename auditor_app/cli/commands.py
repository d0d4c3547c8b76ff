"""The verbs of the command line: new, import, form, finding, show, explain, export, verify, screenshot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor_app import __version__
from auditor_app.cli.comparison_table import comparison_footers, comparison_text
from auditor_app.cli.export_command import export
from auditor_app.cli.finding_command import finding
from auditor_app.cli.form_command import form
from auditor_app.cli.import_command import import_files
from auditor_app.cli.options import case_argument, command_texts, language_option, rate_options, selector_options
from auditor_app.cli.output import (
    print_json,
    print_notice,
    print_pieces,
    print_problem,
    print_system_refusal,
    print_text,
)
from auditor_app.cli.start import author, now, texts_for
from auditor_app.cli.table_views import footer_lines, view_text
from auditor_app.domain.case import VerifiedPoint
from auditor_app.domain.comparison import BRIDGE_RULE, DELTA_RULE, LIKE_FOR_LIKE_RULE
from auditor_app.domain.explanations import Explanation
from auditor_app.domain.numbers import exact_percent
from auditor_app.foundation.errors import UserError, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.compare_json import bridge_json
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.followed_selectors import refuse_unfollowed
from auditor_app.services.open_case import OpenCase
from auditor_app.services.returns_json import source_row_json
from auditor_app.services.select_view import (
    Selectors,
    encoded_rows,
    selected_comparison,
    selected_rows,
    streamed_rows,
)
from auditor_app.services.view_rows import VIEWS, source_json, statement_json
from auditor_app.services.word_explanation import (
    explanation_lines,
    formula_words,
    label_words,
    put_into_words,
    value_words,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditor-app")
@language_option
@click.pass_context
def commands(context: click.Context, lang: str | None) -> None:
    """Auditor's workbench for the government's common information-security standard (offline).

    Without a command: auditor-app [CASE] opens the window.
    """
    context.obj = lang


@commands.command()
@case_argument
@click.option("--without-published", is_flag=True, help="Without the shipped published figures / 公表値なし")
@click.option("--practice", is_flag=True, help="With fictional ministries to practise on / 演習用(架空)")
@language_option
def new(case: Path, without_published: bool, practice: bool, lang: str | None) -> None:
    """Create a case file."""
    if practice and without_published:
        raise click.UsageError("--practice, --without-published: one of them / どちらか一方だけ")
    if practice:
        from auditor_app.services.create_practice_case import create_practice_case

        create_practice_case(case, author=author(), clock=now)
    else:
        from auditor_app.services.create_case import create_case  # writing needs SQLAlchemy; the other verbs do not

        create_case(case, author=author(), clock=now, with_published=not without_published)
    print_text(command_texts(lang)("cli.created", case=case.name))


commands.add_command(import_files)
commands.add_command(form)
commands.add_command(export)
commands.add_command(finding)


@commands.command()
@case_argument
@click.argument("view", type=click.Choice(list(VIEWS)))
@selector_options
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@language_option
def show(case: Path, view: str, form: str, lang: str | None, **selected: Any) -> None:
    """Show a view."""
    texts = command_texts(lang)
    selectors = Selectors(**selected)
    refuse_unfollowed(view, selectors, as_document=False)
    with OpenCase(case).reader() as reader:
        compared = selected_comparison(reader, selectors) if view == "compare" else None
        if compared is not None and compared.missing_years:
            print_notice(texts("compareshow.missing_years", years="、".join(map(str, compared.missing_years))))
        if form != "table":
            print_pieces(encoded_rows(streamed_rows(reader, view, selectors), form))
            return
        rows = selected_rows(reader, view, selectors)
        if not rows:
            print_notice(texts("cli.no_rows"))
            return
        if compared is not None:
            lines = [comparison_text(texts, rows), *comparison_footers(texts, rows, compared.pairs)]
        else:
            scale = reader.severities() if view == "findings" else ()
            lines = [view_text(texts, view, rows, scale), *footer_lines(texts, reader, view, rows, selectors)]
        for line in [*lines, *([texts("practice")] if reader.case_info().is_practice else [])]:
            print_text(line)


@commands.command()
@case_argument
@click.argument("figure_id")
@rate_options
@click.option("--json", "as_json", is_flag=True)
@language_option
def explain(case: Path, figure_id: str, as_json: bool, lang: str | None, **chosen: Any) -> None:
    """Explain one number: formula, inputs, exclusions, source place."""
    texts = command_texts(lang)
    with OpenCase(case).reader() as reader:
        explanation = explain_figure(reader, figure_id, Selectors(**chosen).rate_options)
    if not as_json:
        for line in explanation_lines(texts, explanation):
            print_text(line)
        return
    print_json(
        {
            "figure_id": explanation.figure_id,
            "title": explanation.title,
            "fiscal_year": explanation.fiscal_year,
            "values": [
                {
                    "label": put_into_words(texts, value.label),
                    "value": value_words(texts, value),
                    "percent": exact_percent(value.number) if value.unit == "%" else None,
                    "points": exact_percent(value.number) if value.unit == "pt" else None,
                    "state": None if value.is_none else value.state.value,
                }
                for value in explanation.values
            ],
            "formula": {
                "id": explanation.formula_id,
                "version": explanation.formula_version,
                "words": formula_words(texts, explanation),
            },
            "inputs": [
                {
                    "figure_id": figure.figure_id,
                    "label": label_words(texts, figure),
                    "value": put_into_words(texts, figure.printed),
                }
                for figure in explanation.inputs
            ],
            "exclusions": [put_into_words(texts, own) for own in explanation.left_out],
            "footnotes": [footnote.value.text or footnote.printed for footnote in explanation.footnotes],
            "source_rows": [source_row_json(row) for row in explanation.source_rows],
            "contradicted": explanation.is_contradicted,
            "statements": [statement_json(statement) for statement in explanation.statements],
            "source": _source_json(explanation),
            **_comparison_json(explanation),
        }
    )


def _comparison_json(explanation: Explanation) -> dict[str, object]:
    """What a difference between two years is made of and broken by; nothing for any other figure."""
    if explanation.formula_id != DELTA_RULE[0]:
        return {}
    rules = (DELTA_RULE, LIKE_FOR_LIKE_RULE, BRIDGE_RULE)
    return {
        "bridge": bridge_json(explanation.bridge),
        "breaks": list(explanation.breaks),
        "rules": [f"{name} v{version}" for name, version in rules],
    }


def _source_json(explanation: Explanation) -> dict[str, object] | None:
    """Where the number stands: what was printed, or the row of a return."""
    if explanation.statements:
        return source_json(explanation.statements[0].place)
    return source_row_json(explanation.source_rows[0]) if explanation.source_rows else None


@commands.command()
@case_argument
@click.option("--json", "as_json", is_flag=True)
@language_option
def verify(case: Path, as_json: bool, lang: str | None) -> None:
    """Verify the file, its digests, the log chain, and every figure against its source place."""
    from auditor_app.services.verify_case import verify_case

    texts = command_texts(lang)
    points = verify_case(case)
    holds = all(point.holds for point in points)
    if as_json:
        print_json(
            {
                "holds": holds,
                "points": [
                    {
                        "name": point.name,
                        "holds": point.holds,
                        "detail": texts(point.detail_key, **point.values),
                        "place": point.place,
                    }
                    for point in points
                ],
            }
        )
    else:
        for point in points:
            if point.holds:
                print_text(f"{texts('holds.yes')}  {_point_words(texts, point)}")
        if holds:
            print_text(texts("verify.all_hold"))
    if not holds:
        for point in points:
            if not point.holds:
                print_notice(f"{point.place or case.name}: {_point_words(texts, point)}")
        print_notice(texts("verify.broken"))
        click.get_current_context().exit(1)


def _point_words(texts: Texts, point: VerifiedPoint) -> str:
    words = texts(point.detail_key, **point.values)
    what_to_do = f"{point.detail_key.removesuffix('.what')}.todo"
    if texts.has(what_to_do):
        words = f"{words} {texts(what_to_do, **point.values)}"
    return f"{texts(f'verify.{point.name}')}: {words}"


@commands.command()
@case_argument
@click.argument(
    "view",
    type=click.Choice(
        [
            *("overview", "coverage", "rates", "weak-areas", "compare", "findings", "items", "programme"),
            *("reports", "infrastructure", "standards", "organisations", "checks", "sources", "log"),
        ]
    ),
)
@click.argument("out", type=click.Path(path_type=Path, readable=False))
@click.option("--size", default="1440x900", help="WIDTHxHEIGHT")
@click.option("--theme", type=click.Choice(["light", "dark", "high-contrast"]), default="light")
@click.option("--scale", type=click.IntRange(100, 300), default=100, help="Percent")
@language_option
def screenshot(case: Path, view: str, out: Path, size: str, theme: str, scale: int, lang: str | None) -> None:
    """Write a picture of a page as the window shows it; needs no display."""
    from auditor_app.ui.screenshot import take_screenshot  # Qt only for this verb

    texts = command_texts(lang)
    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 960 <= int(width) <= 8000 and 540 <= int(height) <= 8000):
        raise click.BadParameter("WIDTHxHEIGHT, 960x540 … 8000x8000", param_hint="--size")
    take_screenshot(case, view, out, (int(width), int(height)), theme, texts.language, scale)
    print_text(texts("cli.picture", file=out.name))


def run(arguments: list[str]) -> int:
    """Run one command; every error becomes an exit code and one line per problem, never a traceback."""
    from auditor_app.foundation.logs import log_defect

    texts = texts_for(_asked_language(arguments))
    try:
        result = commands.main(arguments, prog_name="auditor-app", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except click.exceptions.Abort:
        return 1
    except UserError as error:
        for problem in error.problems:
            print_problem(texts, problem)
        return 2 if isinstance(error, WrongUsageError) else 1
    except OSError as error:
        print_system_refusal(texts, error)
        return 1
    except Exception as error:  # noqa: BLE001 - the edge of the program: a defect is logged and told, not shown raw
        print_notice(texts("cli.defect", log=str(log_defect(error))))
        return 3
    return result if isinstance(result, int) else 0


def _asked_language(arguments: list[str]) -> str | None:
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None
