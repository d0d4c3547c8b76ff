"""The verb `import`: read files, say what they hold and what that would change, store it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor_app.cli.options import FiscalYears, case_argument, command_texts, language_option
from auditor_app.cli.output import print_json, print_notice, print_problem
from auditor_app.cli.start import author, now
from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.returns import RETURN_KINDS
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.open_case import OpenCase

if TYPE_CHECKING:
    from auditor_app.domain.readings import Proposal
    from auditor_app.domain.returns import ReturnKind
    from auditor_app.domain.table_proposals import OnConflict, TableProposal
    from auditor_app.services.import_files import OpenedFiles

CONFLICTS = frozenset({"returns.differs_from_case", "returns.further_conflicts"})
MOST_PROBLEMS = 100
"""Printed one a line; the rest is counted."""


class YearSpan(FiscalYears):
    """As a fiscal year; also a span of them: 2006-2010."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        first, dash, last = str(value).partition("-")
        ends = parse_fiscal_year(first), parse_fiscal_year(last)
        if not dash or ends[0] is None or ends[1] is None:
            return super().convert(value, param, ctx)
        if not 0 <= ends[1] - ends[0] < 100:
            self.fail(f"{value!r} is no span of fiscal years / 年度の範囲として読めません (2006-2010)", param, ctx)
        return tuple(range(ends[0], ends[1] + 1))


@click.command("import")
@case_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option(
    "--as", "kind", type=click.Choice(["auto", "published-text", *RETURN_KINDS]), default="auto", help="Kind of file"
)
@click.option("--year", type=YearSpan(), default=(), help="Fiscal year of the file; of a catalogue: 2006-2010")
@click.option("--mapping", type=click.Path(path_type=Path, readable=False), help="Which column is what / 列の対応")
@click.option("--encoding", default=None, help="Encoding, when it cannot be told (cp932, euc_jp, utf-8 …)")
@click.option("--declare-organisations", is_flag=True, help="Add organisations the case does not know")
@click.option(
    "--on-conflict",
    type=click.Choice(["keep", "replace", "version"]),
    help="Rows that differ from the case: keep the stored ones, replace them, or keep both as versions",
)
@click.option("--dry-run", is_flag=True, help="Only say what would change")
@click.option("--accept-warnings", is_flag=True, help="Accept the rest when rows are refused")
@click.option("--json", "as_json", is_flag=True)
@language_option
def import_files(
    case: Path,
    files: tuple[Path, ...],
    kind: str,
    year: tuple[int, ...],
    mapping: Path | None,
    encoding: str | None,
    declare_organisations: bool,
    on_conflict: OnConflict | None,
    dry_run: bool,
    accept_warnings: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Read files and folders and store what they hold; nothing is stored when one of them is refused."""
    from auditor_app.services.import_files import files_of, open_files
    from auditor_app.services.import_tables import load_mapping

    texts = command_texts(lang)
    if len(year) > 1 and kind not in ("auto", "catalogue"):
        raise click.BadParameter("one fiscal year / 年度は一つだけ", param_hint="--year")
    OpenCase(case)  # a bad case is refused before anything is read
    run = _Import(case, year, encoding, dry_run, accept_warnings, as_json, texts)
    named = files_of(files)
    if kind == "published-text":
        run.take_texts(named)
        return
    given = load_mapping(mapping) if mapping is not None else None
    return_kind: ReturnKind | None = None if kind == "auto" else kind  # type: ignore[assignment]
    with open_files(case, named, kind=return_kind, years=year, encoding=encoding, mapping=given) as opened:
        if not opened.tables:
            run.take_texts(opened.texts)
            return
        run.take_tables(opened, declare_organisations, on_conflict)


class _Import:
    """One call of the verb: what was asked for, and what has been stored so far."""

    def __init__(
        self,
        case: Path,
        year: tuple[int, ...],
        encoding: str | None,
        dry_run: bool,
        accept_warnings: bool,
        as_json: bool,
        texts: Texts,
    ) -> None:
        self.case, self.year, self.encoding = case, year, encoding
        self.dry_run, self.accept_warnings, self.as_json = dry_run, accept_warnings, as_json
        self.texts = texts

    def take_tables(self, opened: OpenedFiles, declare: bool, on_conflict: OnConflict | None) -> None:
        """Tables, as one change; published texts beside them behind it."""
        from auditor_app.cli.import_output import print_table, table_json
        from auditor_app.services.import_tables import accept_together, propose_together

        proposals = propose_together(opened.tables, declare_organisations=declare)
        texts = [self._propose_text(file) for file in opened.texts]
        problems = [problem for proposal in proposals for problem in _table_problems(proposal, on_conflict)]
        problems += [problem for text in texts for problem in _text_problems(text)]
        blocking = [own for proposal in proposals for own in proposal.blocking]
        is_refused = self._is_refused(problems, blocking)
        stored = 0
        if not is_refused and not self.dry_run:
            stored = accept_together(opened.tables, author(), now, on_conflict=on_conflict or "keep")
        if self.as_json and (is_refused or not texts):
            self._print_json([table_json(own, on_conflict) for own in proposals], stored)
        elif not is_refused and not self.as_json:
            for proposal in proposals:
                print_table(self.texts, proposal, on_conflict, self.dry_run)
        if is_refused:
            raise self._refusal(problems, blocking)
        if texts:
            self._store_texts(opened.texts, texts, [table_json(own, on_conflict) for own in proposals], stored)

    def take_texts(self, files: Sequence[Path]) -> None:
        """Published texts, one change each."""
        if len(self.year) > 1:
            raise click.BadParameter("one fiscal year / 年度は一つだけ", param_hint="--year")
        proposals = [self._propose_text(file) for file in files]
        problems = [problem for proposal in proposals for problem in _text_problems(proposal)]
        if self._is_refused(problems, ()):
            raise self._refusal(problems, ())
        self._store_texts(files, proposals, [], 0)

    def _store_texts(
        self, files: Sequence[Path], proposals: Sequence[Proposal], reports: list[dict[str, object]], stored: int
    ) -> None:
        from auditor_app.cli.import_output import print_text_import, text_json
        from auditor_app.services.import_published import accept_proposal

        for file, proposal in zip(files, proposals, strict=True):
            # a later file of the same call is held against what the earlier ones have just stored
            current = proposal if len(files) == 1 or self.dry_run else self._propose_text(file)
            count = 0 if self.dry_run else accept_proposal(self.case, current, author=author(), clock=now)
            stored += count
            reports.append(text_json(current, count))
            if not self.as_json:
                print_text_import(self.texts, current, count, self.dry_run)
        if self.as_json:
            self._print_json(reports, stored)

    def _propose_text(self, file: Path) -> Proposal:
        from auditor_app.services.import_published import propose_import

        return propose_import(self.case, file, fiscal_year=next(iter(self.year), None), encoding=self.encoding)

    def _is_refused(self, problems: Sequence[Problem], blocking: Sequence[Problem]) -> bool:
        """Says what is in the way; what blocks a whole file cannot be accepted away."""
        for problem in problems[:MOST_PROBLEMS]:
            print_problem(self.texts, problem)
        if len(problems) > MOST_PROBLEMS:
            print_notice(self.texts("cli.import_more_problems", count=len(problems) - MOST_PROBLEMS))
        return bool(blocking) or (bool(problems) and not self.accept_warnings)

    def _refusal(self, problems: Sequence[Problem], blocking: Sequence[Problem]) -> InputRefusedError:
        if blocking:
            return InputRefusedError(Problem("import.file_blocked", ""))
        are_conflicts = {problem.key for problem in problems} <= CONFLICTS
        key = "import.conflicts_undecided" if are_conflicts else "import.refused_rows"
        return InputRefusedError(Problem(key, "", {"count": len(problems)}))

    def _print_json(self, reports: Sequence[dict[str, object]], stored: int) -> None:
        print_json({"files": list(reports), "stored": stored, "dry_run": self.dry_run})


def _table_problems(proposal: TableProposal, on_conflict: OnConflict | None) -> list[Problem]:
    problems = [*proposal.blocking, *proposal.warnings]
    if proposal.counts.changed and on_conflict is None:
        for conflict in proposal.conflicts:
            values: dict[str, object] = {
                "subject": " ".join(filter(None, conflict.words)),
                "stated": " / ".join(text or "－" for text in conflict.stated),
                "stored": " / ".join(text or "－" for text in conflict.stored),
                "stored_place": conflict.stored_place or "－",
            }
            problems.append(Problem("returns.differs_from_case", conflict.place, values))
        further = proposal.counts.changed - len(proposal.conflicts)
        if further > 0:
            problems.append(Problem("returns.further_conflicts", proposal.file.name, {"count": further}))
    return [*problems, *proposal.refused]


def _text_problems(proposal: Proposal) -> list[Problem]:
    document = proposal.reading.document
    problems = list(proposal.reading.refusals)
    if not document.encoding_is_certain:
        problems.insert(0, Problem("import.encoding_uncertain", document.name, {"encoding": document.encoding}))
    if not proposal.rows and not proposal.reading.refusals:
        problems.append(Problem("import.nothing_recognised", document.name))
    return problems
