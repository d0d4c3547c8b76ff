"""The same figure in a later year: along the lineage of its organisation and the crosswalk of its item, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor_app.domain.crosswalk import join_editions
from auditor_app.domain.explanations import Sentence
from auditor_app.domain.lineage import series_of
from auditor_app.domain.organisations import Organisation
from auditor_app.domain.published import FactKind
from auditor_app.domain.year_returns import ALL
from auditor_app.services.figure_ids import (
    ALL_ORGANISATIONS,
    ANSWER,
    COVERAGE_MEAN,
    COVERAGE_RETURN,
    ITEM,
    RATES,
    TOPIC,
    answer_id,
    coverage_return_id,
    item_id,
    mean_id,
    rates_id,
    topic_id,
)
from auditor_app.services.figure_subjects import FigureSubject, edition_of, figure_subject
from auditor_app.storage.reading import CaseReader

COVERAGE = FactKind.COVERAGE.value
_ENDING = ("merged", "abolished", "renamed")


@dataclass(frozen=True)
class Counterpart:
    """A figure of the later year, or why there is none."""

    figure_id: str = ""
    why: Sentence | None = None


def counterpart(reader: CaseReader, figure_id: str, fiscal_year: int) -> Counterpart:
    """Nothing is added up or guessed: bodies that were merged or split, and items that changed, have none."""
    subject = figure_subject(reader, figure_id)
    if subject is None or subject.kind not in (RATES, ITEM, ANSWER, TOPIC, COVERAGE_RETURN, COVERAGE_MEAN, COVERAGE):
        return Counterpart(why=Sentence("findingshow.not_followed"))
    name = ALL_ORGANISATIONS
    if subject.organisation is not None:
        found = body_in(reader, subject.organisation, fiscal_year)
        if found is None:
            return Counterpart(why=_ended(reader, subject.organisation, fiscal_year))
        name = found.name_in(fiscal_year).name
    return _placed(reader, subject, name, fiscal_year, figure_id)


def body_in(reader: CaseReader, organisation: Organisation, fiscal_year: int) -> Organisation | None:
    """What a body is in a year, through all its renamings; None when it has ended by then."""
    bodies, links = reader.organisations(), reader.organisation_links()
    series = next((own for own in series_of(bodies, links) if organisation.id in own.members), None)
    by_id = {own.id: own for own in bodies}
    end = date(fiscal_year + 1, 3, 31)
    ended = {own.from_id for own in links if own.kind in _ENDING and own.on_date is not None and own.on_date <= end}
    members = [by_id[own] for own in (series.members if series else (organisation.id,))]
    there = [own for own in members if own.id not in ended and any(name.holds_in(fiscal_year) for name in own.names)]
    return there[-1] if there else None


def _ended(reader: CaseReader, organisation: Organisation, fiscal_year: int) -> Sentence:
    """With the names of what came of it."""
    by_id = {own.id: own for own in reader.organisations()}
    became = [own.to_id for own in reader.organisation_links() if own.from_id == organisation.id]
    names = tuple(dict.fromkeys(by_id[own].name_in(fiscal_year).name for own in became if own in by_id))
    values = {"name": organisation.names[-1].name, "successors": names or ("—",)}
    return Sentence("findingshow.ended", values)


def _placed(reader: CaseReader, subject: FigureSubject, name: str, fiscal_year: int, figure_id: str) -> Counterpart:
    role = subject.role or ALL
    if subject.kind == COVERAGE:
        return Counterpart(f"{COVERAGE}:{fiscal_year}:{name}")
    if subject.kind == COVERAGE_RETURN:
        return Counterpart(coverage_return_id(fiscal_year, name, role, subject.unit))
    if subject.kind == COVERAGE_MEAN:
        return Counterpart(mean_id(fiscal_year, figure_id.rpartition(":")[2]))
    if subject.kind == TOPIC:
        return Counterpart(topic_id(fiscal_year, subject.topic, "" if name == ALL_ORGANISATIONS else name))
    if subject.kind == RATES:
        if not _asks_the_same(reader, subject, fiscal_year):
            return Counterpart(why=Sentence("findingshow.other_edition", {"year": fiscal_year}))
        return Counterpart(rates_id(fiscal_year, name, role, subject.part or ALL, subject.section))
    item, why = _item_in(reader, subject, fiscal_year)
    if why is not None:
        return Counterpart(why=why)
    if subject.kind == ANSWER:
        return Counterpart(answer_id(fiscal_year, name, subject.unit, item, role))
    return Counterpart(item_id(fiscal_year, name, item, role))


def _asks_the_same(reader: CaseReader, subject: FigureSubject, fiscal_year: int) -> bool:
    """Parts and sections are the same by their numbers only within an edition; all of them are all of them."""
    if not subject.part and not subject.section:
        return True
    former, later = edition_of(reader, subject.fiscal_year), edition_of(reader, fiscal_year)
    return (former and former.id) == (later and later.id)


def _item_in(reader: CaseReader, subject: FigureSubject, fiscal_year: int) -> tuple[str, Sentence | None]:
    """Number of the item in the edition of the later year."""
    former, later = edition_of(reader, subject.fiscal_year), edition_of(reader, fiscal_year)
    if former is None or later is None:
        return "", Sentence("findingshow.other_edition", {"year": fiscal_year})
    join = join_editions(former, later, reader.editions(), reader.crosswalk())
    if subject.item in join.common:
        return join.common[subject.item], None
    kind = join.former_others.get(subject.item, "unmapped")
    return "", Sentence("findingshow.item_not_joined", {"item": subject.item, "kind": f"crosswalk_kind.{kind}"})
