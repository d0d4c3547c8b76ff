"""The verb `import`: read files, say what they state and what that would change, store it."""

from __future__ import annotations

from pathlib import Path

import click

from auditor_app.cli.options import FiscalYears, case_argument, command_texts, language_option
from auditor_app.cli.output import print_json, print_problem, print_text
from auditor_app.cli.start import author, now
from auditor_app.domain.readings import Effect, Proposal, UnknownOrganisation
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.open_case import OpenCase
from auditor_app.services.view_rows import statement_json


@click.command("import")
@case_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
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
    texts = command_texts(lang)
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
        names = "、".join(_name_words(texts, unknown) for unknown in proposal.unknown_organisations)
        print_text(texts("cli.import_organisations", names=names))
    print_text(texts("cli.import_dry_run") if dry_run else texts("cli.import_stored", count=stored))


def _name_words(texts: Texts, unknown: UnknownOrganisation) -> str:
    """A name the case does not know, with those it knows that look like it: a slip of the pen shows."""
    if not unknown.suggestions:
        return unknown.name
    return f"{unknown.name} ({texts('cli.import_similar', names='、'.join(unknown.suggestions))})"
