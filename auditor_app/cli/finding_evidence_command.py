"""The verbs `finding attach`, `detach` and `save`: evidence of a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor_app.cli.finding_fields import Day, Words, who_options
from auditor_app.cli.options import case_argument, command_texts, language_option
from auditor_app.cli.output import print_json, print_text
from auditor_app.cli.start import author, now
from auditor_app.domain.findings import Evidence
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_finding import known_finding
from auditor_app.services.findings_json import one_finding_json
from auditor_app.services.link_figures import figure_link
from auditor_app.services.open_case import OpenCase
from auditor_app.services.open_evidence import save_copy

if TYPE_CHECKING:
    from auditor_app.services.attach_evidence import Attaching


@click.command()
@case_argument
@click.argument("number")
@click.argument("file", required=False, type=click.Path(path_type=Path, readable=False))
@click.option("--external", type=click.Path(path_type=Path, readable=False), help="A file that stays outside")
@click.option("--source", nargs=2, metavar="DOCUMENT PLACE", help="A place of a document / 資料の箇所")
@click.option("--figure", default="", metavar="FIGURE_ID", help="A number of the case / 案件の数値")
@click.option("--note", default="", type=Words(), help="@FILE: from a file / メモ")
@click.option("--interview", default="", type=Words(), help="What was said / 聞き取りの内容")
@click.option("--person", default="", help="Who said it / 聞き取りの相手")
@click.option("--title", default="", help="題名")
@click.option("--effective", type=Day(), help="Since when it was so / 効力日")
@who_options
@language_option
def attach(
    case: Path,
    number: str,
    file: Path | None,
    external: Path | None,
    source: tuple[str, str] | None,
    figure: str,
    note: str,
    interview: str,
    person: str,
    title: str,
    effective: date | None,
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Attach one piece of evidence: FILE, --external, --source, --figure, --note or --interview."""
    from auditor_app.services import attach_evidence as evidence  # writing needs SQLAlchemy; reading does not

    given = [own for own in (file, external, source, figure, note, interview) if own]
    if len(given) != 1:
        raise click.UsageError("FILE, --external, --source, --figure, --note, --interview: one of them / 一つだけ")
    texts = command_texts(lang)
    OpenCase(case)  # a bad case is refused before anything is read
    attaching = evidence.Attaching(case, number, author(), now, by, title, "", effective)
    if file is not None:
        added = evidence.attach_file(attaching, file)
    elif external is not None:
        added = evidence.attach_external(attaching, external)
    elif source:
        added = evidence.attach_source(attaching, *source)
    elif figure:
        added = evidence.attach_figure(attaching, figure, _label(attaching, texts, figure))
    else:
        added = evidence.attach_interview(attaching, interview, person) if interview else _note(attaching, note)
    is_whole = source is not None and not source[1].strip()
    key = "findingshow.cli.attached_whole" if is_whole else "findingshow.cli.attached"
    words = texts(key, number=number, evidence=added)
    _tell(case, number, words, as_json=as_json)


@click.command()
@case_argument
@click.argument("number")
@click.argument("evidence", type=int)
@click.option("--reason", required=True, type=Words(), help="理由")
@who_options
@language_option
def detach(case: Path, number: str, evidence: int, reason: str, by: str, as_json: bool, lang: str | None) -> None:
    """Take evidence off; it stays in the case, marked as removed."""
    from auditor_app.services.attach_evidence import remove_evidence

    texts = command_texts(lang)
    OpenCase(case)
    remove_evidence(case, number, evidence, reason, by=by, author=author(), clock=now)
    _tell(case, number, texts("findingshow.cli.detached", number=number, evidence=evidence), as_json=as_json)


@click.command()
@case_argument
@click.argument("number")
@click.argument("evidence", type=int)
@click.argument("out", type=click.Path(path_type=Path, readable=False))
@language_option
def save(case: Path, number: str, evidence: int, out: Path, lang: str | None) -> None:
    """Write a file that was attached to OUT, which must not exist."""
    with OpenCase(case).reader() as reader:
        found = _evidence(known_finding(reader, number).evidence, number, evidence)
        save_copy(reader, found, out)
    print_text(command_texts(lang)("findingshow.cli.saved", file=out.name))


def _label(attaching: Attaching, texts: Texts, figure: str) -> str:
    with OpenCase(attaching.case).reader() as reader:
        link = figure_link(reader, texts, figure)
    return f"{link.label}: {link.printed}"


def _note(attaching: Attaching, note: str) -> int:
    from auditor_app.services.attach_evidence import attach_note

    return attach_note(attaching, note)


def _evidence(attached: tuple[Evidence, ...], number: str, wanted: int) -> Evidence:
    found = next((own for own in attached if own.id == wanted), None)
    if found is None:
        raise WrongUsageError(Problem("finding.evidence_unknown", f"{number} {wanted}"))
    return found


def _tell(case: Path, number: str, words: str, *, as_json: bool) -> None:
    if not as_json:
        print_text(words)
        return
    with OpenCase(case).reader() as reader:
        print_json(one_finding_json(reader, known_finding(reader, number)))
