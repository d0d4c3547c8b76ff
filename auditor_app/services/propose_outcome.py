"""What has become of findings of earlier years: which are carried over, and what their figures say in a later year."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from auditor_app.domain.findings import OPEN, FigureLink, Finding, FollowUp, FollowUpMark
from auditor_app.domain.numbers import told_points
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.figure_measures import of_measure, split_measure
from auditor_app.services.follow_figures import counterpart
from auditor_app.services.link_figures import figure_link
from auditor_app.services.word_explanation import sentence_words
from auditor_app.storage.reading import CaseReader

FULL = Fraction(100)


class ProposedOutcome(NamedTuple):
    """What the figures say of a finding in a later year; `open` where they say nothing for sure."""

    outcome: FollowUp
    former: FigureLink | None
    """The figure that decides, as it was linked."""
    now: FigureLink | None
    """The same one in the later year; None where there is none, which is never 0."""
    words: str


def carried_findings(reader: CaseReader, from_year: int, to_year: int) -> list[Finding]:
    """Those open at the end of a year that the later one has not taken over yet, by their numbers.

    Also older ones that were never carried: what is open does not get lost in a year nobody began.  Good practices
    are nothing to be corrected, and what was judged solved stays behind.
    """
    return [own for own in reader.findings() if is_to_carry(own, from_year) and own.follow_up(to_year) is None]


def proposed_outcome(reader: CaseReader, texts: Texts, finding: Finding, fiscal_year: int) -> ProposedOutcome:
    """Persisting as long as one of its figures is below 100 % in the later year; solved when all are there.

    A proposal: the auditor judges, and a figure that cannot be held against the year leaves it open.
    """
    found = [_outcome_of(reader, texts, link, fiscal_year) for link in finding.text.figures]
    if not found:
        return ProposedOutcome("open", None, None, texts("findingshow.no_figure"))
    order: tuple[FollowUp, ...] = ("persisting", "open", "solved")
    return min(found, key=lambda own: order.index(own.outcome))


def is_to_carry(finding: Finding, from_year: int) -> bool:
    """Whether it is open at the end of a year, and was not judged solved in the latest one it was judged in."""
    text = finding.text
    is_open = finding.state in OPEN and text.kind == "finding" and text.fiscal_year <= from_year
    latest = max((own for own in finding.follow_ups if own.fiscal_year <= from_year), key=_year_of, default=None)
    held = finding.follow_up(latest.fiscal_year) if latest else None
    return is_open and (held is None or held.outcome != "solved")


def _year_of(mark: FollowUpMark) -> int:
    return mark.fiscal_year


def _outcome_of(reader: CaseReader, texts: Texts, link: FigureLink, fiscal_year: int) -> ProposedOutcome:
    figure, measure = split_measure(link.figure_id)
    found = counterpart(reader, figure, fiscal_year)
    if found.why is not None:
        return ProposedOutcome("open", link, None, f"{link.label}: {sentence_words(texts, found.why)}")
    try:
        now = figure_link(reader, texts, of_measure(found.figure_id, measure), link.options)
    except WrongUsageError:
        missing = texts("findingshow.no_such_figure", year=fiscal_year)
        return ProposedOutcome("open", link, None, f"{link.label}: {missing}")
    if not now.number or now.unit != "%":
        words = texts("findingshow.outcome_open", former=link.printed, now=now.printed)
        return ProposedOutcome("open", link, now, f"{now.label}: {words}")
    outcome: FollowUp = "solved" if Fraction(now.number) >= FULL else "persisting"
    values = {"former": link.printed, "now": now.printed, "points": _points(link, now)}
    return ProposedOutcome(outcome, link, now, f"{now.label}: {texts(f'findingshow.outcome_{outcome}', **values)}")


def _points(link: FigureLink, now: FigureLink) -> str:
    """The difference of the two, where both have a number of the same unit."""
    if not link.number or link.unit != now.unit:
        return "—"
    return f"{told_points(Fraction(now.number) - Fraction(link.number))} pt"
