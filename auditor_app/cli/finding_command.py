"""The verbs `finding …`: raise, edit, move, list and show findings, record answers, follow them up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from auditor_app.cli.finding_evidence_command import attach, detach, save
from auditor_app.cli.finding_fields import (
    Day,
    Words,
    figure_ids,
    finding_options,
    links,
    one_year,
    organisation_id,
    who_options,
    with_fields,
    year_of,
)
from auditor_app.cli.finding_words import finding_lines
from auditor_app.cli.options import case_argument, command_texts, language_option, rate_options, selector_options
from auditor_app.cli.output import print_json, print_notice, print_text
from auditor_app.cli.start import author, now
from auditor_app.cli.table_views import view_text
from auditor_app.domain.findings import (
    STATES,
    FindingMove,
    FindingState,
    FindingText,
    FollowUp,
    FollowUpMark,
    MinistryResponse,
)
from auditor_app.domain.fiscal_years import fiscal_year_of
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import finding_page, japan_minute, log_day
from auditor_app.services.check_finding import known_finding
from auditor_app.services.fill_in_finding import propose_finding, usual_severity
from auditor_app.services.findings_json import one_finding_json
from auditor_app.services.open_case import CaseReader, OpenCase
from auditor_app.services.propose_outcome import proposed_outcome
from auditor_app.services.select_view import Selectors, selected_rows


@click.group("finding")
def finding() -> None:
    """Work the findings register: add, edit, move, list, show, attach, respond, follow-up."""


finding.add_command(attach)
finding.add_command(detach)
finding.add_command(save)


@finding.command()
@case_argument
@finding_options
@one_year
@rate_options
@who_options
@language_option
def add(case: Path, years: tuple[int, ...], by: str, as_json: bool, lang: str | None, **given: Any) -> None:
    """Raise a finding, filled in from the first --figure or --check."""
    from auditor_app.services.raise_finding import raise_finding  # writing needs SQLAlchemy; reading does not

    texts = command_texts(lang)
    options = _options(given)
    year, ids = year_of(years), figure_ids(given)
    with OpenCase(case).reader() as reader:
        if ids:
            text = propose_finding(reader, texts, ids[0], options)
            text = replace(text, figures=(*text.figures, *links(reader, texts, ids[1:], options)))
        else:
            text = FindingText("", year or _year_of_the_case(reader), severity=usual_severity(reader))
        text = with_fields(reader, replace(text, fiscal_year=year or text.fiscal_year), given)
    number = raise_finding(case, text, by=by, author=author(), clock=now)
    _tell(case, texts, number, texts("findingshow.cli.raised", number=number), as_json=as_json)


@finding.command()
@case_argument
@click.argument("number")
@finding_options
@click.option("--remove-figure", "removed", multiple=True, metavar="FIGURE_ID", help="根拠から外す数値")
@click.option("--renew-figures", is_flag=True, help="Take the present values of its figures / 今の値を根拠にする")
@click.option("--reason", default="", type=Words(), help="Needed after the sign-off / 承認後の修正の理由")
@rate_options
@who_options
@language_option
def edit(
    case: Path,
    number: str,
    removed: tuple[str, ...],
    renew_figures: bool,
    reason: str,
    by: str,
    as_json: bool,
    lang: str | None,
    **given: Any,
) -> None:
    """Change what was given of a finding; "" empties a field."""
    from auditor_app.services.edit_finding import edit_finding

    texts = command_texts(lang)
    with OpenCase(case).reader() as reader:
        seen = known_finding(reader, number).versions[-1]
        former = seen.text
        kept = [own for own in former.figures if own.figure_id not in removed]
        if renew_figures:
            kept = [link for own in kept for link in links(reader, texts, [own.figure_id], own.options)]
        figures = (*kept, *links(reader, texts, figure_ids(given), _options(given)))
        text = with_fields(reader, replace(former, figures=figures), given)
    is_written = edit_finding(case, number, text, made_from=seen, by=by, reason=reason, author=author(), clock=now)
    words = texts("findingshow.cli.edited" if is_written else "findingshow.cli.unchanged", number=number)
    _tell(case, texts, number, words, as_json=as_json)


@finding.command()
@case_argument
@click.argument("number")
@click.argument("state", type=click.Choice(STATES))
@click.option("--reason", default="", type=Words(), help="理由")
@who_options
@language_option
def move(case: Path, number: str, state: FindingState, reason: str, by: str, as_json: bool, lang: str | None) -> None:
    """Move a finding to another state; to its own: sign a text that was edited after the sign-off."""
    from auditor_app.services.move_finding import move_finding

    texts = command_texts(lang)
    made = move_finding(case, number, state, by=by, reason=reason, author=author(), clock=now)
    words = texts("findingshow.cli.moved", number=number, state=texts(f"finding.state.{state}"))
    words = texts("finding.countersigned") if made.is_countersign else words
    signed = _signed_words(case, texts, number, made) if made.is_sign_off else ""
    _tell(case, texts, number, "\n".join(filter(None, (words, signed))), as_json=as_json)


@finding.command("list")
@case_argument
@selector_options
@click.option("--json", "as_json", is_flag=True)
@language_option
def list_findings(case: Path, as_json: bool, lang: str | None, **selected: Any) -> None:
    """The register; selectors as of `show`."""
    texts = command_texts(lang)
    with OpenCase(case).reader() as reader:
        rows = selected_rows(reader, "findings", Selectors(**selected))
        scale, every = reader.severities(), 0 if rows else len(reader.findings())
    if as_json:
        print_json({"findings": rows})
    elif rows:
        print_text(view_text(texts, "findings", rows, scale))
    else:
        print_notice(texts("cli.no_rows") + (texts("findingshow.cli.others", count=every) if every else ""))


@finding.command()
@case_argument
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
@language_option
def show(case: Path, number: str, as_json: bool, lang: str | None) -> None:
    """Everything about one finding."""
    _tell(case, command_texts(lang), number, None, as_json=as_json)


@finding.command()
@case_argument
@click.argument("number")
@click.argument("text", type=Words())
@click.option("--received", type=Day(), help="When it came in; else today / 受領日")
@click.option("--organisation", default="", help="Who answered / 回答した府省庁")
@click.option("--plan", default="", type=Words(), help="What it will do / 改善計画")
@click.option("--due", type=Day(), help="Until when / 期限")
@who_options
@language_option
def respond(
    case: Path,
    number: str,
    text: str,
    received: date | None,
    organisation: str,
    plan: str,
    due: date | None,
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Record a ministry's answer; a finding that waits for it becomes answered."""
    from auditor_app.services.answer_finding import record_response

    texts = command_texts(lang)
    with OpenCase(case).reader() as reader:
        identifier = organisation_id(reader, organisation) if organisation else None
    response = MinistryResponse(received or now().astimezone().date(), text, identifier, plan, due)
    record_response(case, number, response, by=by, author=author(), clock=now)
    _tell(case, texts, number, texts("findingshow.cli.answered", number=number), as_json=as_json)


@finding.command("follow-up")
@case_argument
@click.argument("number")
@click.argument("outcome", required=False, type=click.Choice(["open", "persisting", "solved"]))
@click.option("--note", default="", type=Words(), help="On what it is judged / 判定の根拠")
@one_year
@who_options
@language_option
def follow_up_finding(
    case: Path,
    number: str,
    outcome: FollowUp | None,
    note: str,
    years: tuple[int, ...],
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Judge a finding in a later year; without OUTCOME say what its figures propose."""
    from auditor_app.services.follow_up_findings import follow_up

    texts, year = command_texts(lang), year_of(years)
    if year is None:
        raise click.UsageError("--year: in which year / どの年度か")
    if outcome is None:
        with OpenCase(case).reader() as reader:
            found = proposed_outcome(reader, texts, known_finding(reader, number), year)
        if as_json:
            print_json({"number": number, "fiscal_year": year, "outcome": found.outcome, "words": found.words})
        else:
            print_text(f"{texts(f'finding.outcome.{found.outcome}')}: {found.words}")
        return
    follow_up(case, number, FollowUpMark(year, outcome, note), by=by, author=author(), clock=now)
    words = texts("findingshow.cli.followed_up", number=number, outcome=texts(f"finding.outcome.{outcome}"), year=year)
    _tell(case, texts, number, words, as_json=as_json)


def _signed_words(case: Path, texts: Texts, number: str, made: FindingMove) -> str:
    """Which text was signed: it was the newest, and somebody may have written it a moment ago."""
    with OpenCase(case).reader() as reader:
        versions = known_finding(reader, number).versions
    for place, own in enumerate(versions, 1):
        if own.id == made.version_id:
            return texts("findingshow.cli.signed", version=place, by=own.by, at=japan_minute(own.at))
    return ""  # undone by somebody else meanwhile


def _year_of_the_case(reader: CaseReader) -> int:
    """That of the newest log entry."""
    return fiscal_year_of(log_day(reader))


def _options(given: dict[str, Any]) -> Any:
    chosen = {name: given.pop(name) for name in ("what_if_included", "item_class", "leave_out_below")}
    return Selectors(**chosen).rate_options


def _tell(case: Path, texts: Texts, number: str, words: str | None, *, as_json: bool) -> None:
    """What was done in a sentence, or the finding as it is now."""
    if words is not None and not as_json:
        print_text(words)
        return
    with OpenCase(case).reader() as reader:
        if as_json:
            print_json(one_finding_json(reader, known_finding(reader, number)))
            return
        for line in finding_lines(texts, finding_page(reader, texts, number)):
            print_text(line)
