"""The verbs of the command line: new, import, show, explain, export, verify, screenshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor_app import __version__
from auditor_app.cli.output import print_bytes, print_json, print_notice, print_problem, print_text
from auditor_app.cli.start import author, now, texts_for
from auditor_app.cli.table_views import footer_lines, view_text
from auditor_app.domain.case import VerifiedPoint
from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.readings import Effect, Proposal
from auditor_app.foundation.errors import InputRefusedError, Problem, UserError, WrongUsageError
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.view_rows import VIEWS, statement_json
from auditor_app.services.word_explanation import explanation_lines, value_words

Command = TypeVar("Command", bound=Callable[..., Any])


class FiscalYears(click.ParamType[tuple[int, ...]]):
    """2006, 平成18年度, H18, FY2006; several separated by commas."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        years = [parse_fiscal_year(text) for text in str(value).split(",")]
        if None in years:
            self.fail(
                f"{value!r} is not a fiscal year / 年度として読めません (2006, 平成18年度, H18, FY2006)", param, ctx
            )
        return tuple(year for year in years if year is not None)


def case_argument(command: Command) -> Command:
    return click.argument("case", type=click.Path(path_type=Path))(command)


def language_option(command: Command) -> Command:
    return click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages / 表示言語")(command)


def selector_options(command: Command) -> Command:
    """The selectors of `show` and `export`."""
    for option in reversed(
        [
            click.option(
                "--year", "years", type=FiscalYears(), default=(), help="2006, 平成18年度, H18; several: 2006,2007"
            ),
            click.option("--organisation", default="", help="府省庁"),
            click.option("--part", default="", help="第n部"),
            click.option("--role", default="", help="officer, staff, system, all"),
            click.option("--sort", default="", help="KEY[,-KEY]"),
            click.option("--filter", "filters", multiple=True, metavar="EXPR", help="official_percent<90"),
            click.option(
                "--what-if-included", is_flag=True, help="Count excluded organisations in / 除外機関を含めて試算"
            ),
        ]
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditor-app")
@language_option
@click.pass_context
def commands(context: click.Context, lang: str | None) -> None:
    """Auditor's workbench for the government's common information-security standard (offline).

    Without a command: auditor-app [CASE] opens the window.
    """
    context.obj = lang


def _texts(lang: str | None) -> Texts:
    return texts_for(lang or click.get_current_context().find_root().obj)


@commands.command()
@case_argument
@click.option("--without-published", is_flag=True, help="Without the shipped published figures / 公表値なし")
@language_option
def new(case: Path, without_published: bool, lang: str | None) -> None:
    """Create a case file."""
    from auditor_app.services.create_case import create_case  # writing needs SQLAlchemy; the other verbs do not

    create_case(case, author=author(), clock=now, with_published=not without_published)
    print_text(_texts(lang)("cli.created", case=case.name))


@commands.command("import")
@case_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(["auto", "published-text"]), default="auto", help="Kind of file")
@click.option("--year", type=FiscalYears(), default=(), help="Fiscal year, when the file names none")
@click.option("--encoding", default=None, help="Encoding, when it cannot be told (cp932, euc_jp, utf-8 …)")
@click.option("--dry-run", is_flag=True, help="Only say what would change")
@click.option("--accept-warnings", is_flag=True, help="Accept the rest when rows are refused")
@click.option("--json", "as_json", is_flag=True)
@language_option
def import_files(
    case: Path,
    files: tuple[Path, ...],
    kind: str,
    year: tuple[int, ...],
    encoding: str | None,
    dry_run: bool,
    accept_warnings: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Read files and store what they state; nothing is stored when one of them is refused."""
    from auditor_app.services.import_published import accept_proposal, propose_import

    del kind  # published text is the only kind so far
    texts = _texts(lang)
    if len(year) > 1:
        raise click.BadParameter("one fiscal year / 年度は一つだけ", param_hint="--year")
    OpenCase(case)  # a bad case is refused before anything is read
    proposals = [propose_import(case, file, fiscal_year=next(iter(year), None), encoding=encoding) for file in files]
    problems = [problem for proposal in proposals for problem in _warnings(proposal)]
    for problem in problems:
        print_problem(texts, problem)
    if problems and not accept_warnings:
        raise InputRefusedError(Problem("import.refused_rows", "", {"count": len(problems)}))
    stored = 0
    reports = []
    for file, proposal in zip(files, proposals, strict=True):
        # a later file of the same call is held against what the earlier ones have just stored
        current = (
            proposal
            if len(files) == 1 or dry_run
            else propose_import(case, file, fiscal_year=next(iter(year), None), encoding=encoding)
        )
        count = 0 if dry_run else accept_proposal(case, current, author=author(), clock=now)
        stored += count
        reports.append(_import_json(current, count))
        if not as_json:
            _print_import(texts, current, count, dry_run)
    if as_json:
        print_json({"files": reports, "stored": stored, "dry_run": dry_run})


def _warnings(proposal: Proposal) -> list[Problem]:
    document = proposal.reading.document
    problems = list(proposal.reading.refusals)
    if not document.encoding_is_certain:
        problems.insert(0, Problem("import.encoding_uncertain", document.name, {"encoding": document.encoding}))
    if not proposal.rows and not proposal.reading.refusals:
        problems.append(Problem("import.nothing_recognised", document.name))
    return problems


def _import_json(proposal: Proposal, stored: int) -> dict[str, object]:
    document = proposal.reading.document
    return {
        "document": document.name,
        "sha256": document.sha256,
        "encoding": document.encoding,
        "encoding_is_certain": document.encoding_is_certain,
        "recognised": len(proposal.rows),
        **{effect.value: proposal.count(effect) for effect in Effect},
        "stored": stored,
        "refused": [{"problem": problem.key, "place": problem.place} for problem in proposal.reading.refusals],
        "unrecognised_lines": [line.line for line in proposal.reading.unrecognised],
        "new_organisations": [
            {"name": unknown.name, "suggestions": list(unknown.suggestions)}
            for unknown in proposal.unknown_organisations
        ],
        "rows": [
            {
                "figure_id": row.statement.key.figure_id,
                "effect": row.effect.value,
                "stored": row.stored.printed if row.stored else None,
            }
            | statement_json(row.statement)
            for row in proposal.rows
        ],
    }


def _print_import(texts: Texts, proposal: Proposal, stored: int, dry_run: bool) -> None:
    counts = {effect.value: proposal.count(effect) for effect in Effect}
    document = proposal.reading.document
    print_text(texts("cli.import_read", document=document.name, encoding=document.encoding, count=len(proposal.rows)))
    print_text(texts("cli.import_effects", **counts))
    print_text(texts("cli.import_unrecognised", count=len(proposal.reading.unrecognised)))
    if proposal.unknown_organisations:
        names = "、".join(unknown.name for unknown in proposal.unknown_organisations)
        print_text(texts("cli.import_organisations", names=names))
    print_text(texts("cli.import_dry_run") if dry_run else texts("cli.import_stored", count=stored))


@commands.command()
@case_argument
@click.argument("view", type=click.Choice(list(VIEWS)))
@selector_options
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@language_option
def show(case: Path, view: str, form: str, lang: str | None, **selected: Any) -> None:
    """Show a view."""
    texts = _texts(lang)
    with OpenCase(case).reader() as reader:
        rows = selected_rows(reader, view, Selectors(**selected))
        if form == "json":
            print_json(rows)
        elif form == "csv":
            from auditor_app.exporting.csv_file import write_csv

            print_bytes(write_csv(rows)[0])
        elif not rows:
            print_notice(texts("cli.no_rows"))
        else:
            print_text(view_text(texts, view, rows))
            for line in footer_lines(texts, reader, view, rows, Selectors(**selected)):
                print_text(line)


@commands.command()
@case_argument
@click.argument("figure_id")
@click.option("--json", "as_json", is_flag=True)
@language_option
def explain(case: Path, figure_id: str, as_json: bool, lang: str | None) -> None:
    """Explain one number: formula, inputs, exclusions, source place."""
    texts = _texts(lang)
    with OpenCase(case).reader() as reader:
        explanation = explain_figure(reader, figure_id)
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
                {"label": value.label, "value": value_words(texts, value), "state": value.state.value}
                for value in explanation.values
            ],
            "formula": {
                "id": explanation.formula_id,
                "version": explanation.formula_version,
                "words": [texts(sentence.key, **sentence.values) for sentence in explanation.words],
            },
            "inputs": [
                {"figure_id": figure.figure_id, "label": figure.label, "value": figure.printed}
                for figure in explanation.inputs
            ],
            "exclusions": list(explanation.left_out),
            "footnotes": [footnote.value.text or footnote.printed for footnote in explanation.footnotes],
            "contradicted": explanation.is_contradicted,
            "statements": [statement_json(statement) for statement in explanation.statements],
            "source": statement_json(explanation.statements[0])["source"] if explanation.statements else None,
        }
    )


@commands.command()
@case_argument
@click.argument("view", type=click.Choice(list(VIEWS)))
@click.argument("out", type=click.Path(path_type=Path))
@selector_options
@language_option
def export(case: Path, view: str, out: Path, lang: str | None, **selected: Any) -> None:
    """Export a view; the format follows the suffix (.csv, .json)."""
    from auditor_app.services.export_view import export_rows

    selectors = Selectors(**selected)
    with OpenCase(case).reader() as reader:
        rows = selected_rows(reader, view, selectors)
        manifest = export_rows(reader, view, rows, out, selectors.as_json(), now())
    print_text(_texts(lang)("cli.exported", file=out.name, rows=len(rows), manifest=manifest.name))


@commands.command()
@case_argument
@click.option("--json", "as_json", is_flag=True)
@language_option
def verify(case: Path, as_json: bool, lang: str | None) -> None:
    """Verify the file, its digests, the log chain, and every figure against its source place."""
    from auditor_app.services.verify_case import verify_case

    texts = _texts(lang)
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
        ["overview", "coverage", "weak-areas", "programme", "infrastructure", "standards", "checks", "sources", "log"]
    ),
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--size", default="1440x900", help="WIDTHxHEIGHT")
@click.option("--theme", type=click.Choice(["light", "dark", "high-contrast"]), default="light")
@click.option("--scale", type=click.IntRange(100, 300), default=100, help="Percent")
@language_option
def screenshot(case: Path, view: str, out: Path, size: str, theme: str, scale: int, lang: str | None) -> None:
    """Write a picture of a page as the window shows it; needs no display."""
    from auditor_app.ui.screenshot import take_screenshot  # Qt only for this verb

    texts = _texts(lang)
    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 8000 and 240 <= int(height) <= 8000):
        raise click.BadParameter("WIDTHxHEIGHT, 320x240 … 8000x8000", param_hint="--size")
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
