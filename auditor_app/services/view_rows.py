"""The rows of every view in the stable form of scripts and exports (percentages as strings with six decimals)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import Fact, FactKind, Statement
from auditor_app.domain.rate_options import RateOptions
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.services.browse_definitions import crosswalk_rows, organisation_rows
from auditor_app.services.browse_infrastructure import COUNT_KINDS, infrastructure
from auditor_app.services.browse_items import AnswerChoice, answer_rows
from auditor_app.services.browse_programme import AreaRow, programme
from auditor_app.services.browse_rates import RATE_KINDS, rate_rows, rates_table
from auditor_app.services.browse_standard import standard
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.browse_weak_areas import WeakAreas, weak_areas
from auditor_app.services.check_document import case_checks
from auditor_app.services.expected_reports import years_with_reports
from auditor_app.services.findings_json import finding_rows
from auditor_app.services.rank_weak_areas import LEVELS, ranked_areas, ranked_topics
from auditor_app.services.returns_json import coverage_rows_json, ranked_json, rate_json
from auditor_app.storage.reading import CaseReader

Row = dict[str, object]


@dataclass(frozen=True)
class View:
    """A named view: how its rows are read and which kinds of fact decide the years it has."""

    name: str
    rows: Callable[[CaseReader, int, RateOptions], Iterable[Row]]
    kinds: tuple[FactKind, ...]
    """Empty, and no returns either: the view does not go by fiscal year."""
    shows_returns: bool = False

    @property
    def goes_by_year(self) -> bool:
        return bool(self.kinds) or self.shows_returns


def view_years(reader: CaseReader, view: View) -> list[int]:
    """Fiscal years for which the view has something to show, in order; [] for a view without years."""
    years = {year for kind in view.kinds for year in reader.fiscal_years(kind)}
    return sorted(years | set(years_with_reports(reader) if view.shows_returns else ()))


def view_rows(
    reader: CaseReader, view: View, fiscal_years: Sequence[int] = (), options: RateOptions | None = None
) -> list[Row]:
    """The rows of a view for the given years, or for all it has, in official order.

    `options` choose what the rates of returns are computed from (what-if, class, small groups).
    """
    chosen = options or RateOptions()
    years = fiscal_years or view_years(reader, view) if view.goes_by_year else (0,)
    return [row for year in years for row in view.rows(reader, year, chosen)]


def _coverage(reader: CaseReader, fiscal_year: int, _options: RateOptions) -> Iterable[Row]:
    return coverage_rows_json(coverage_table(reader, fiscal_year))


def source_json(place: Place) -> Row:
    return {"document": place.document, "sha256": place.sha256, "place": place.code()}


def _rates(reader: CaseReader, fiscal_year: int, options: RateOptions) -> Iterable[Row]:
    return [rate_json(row) for row in rate_rows(reader, fiscal_year, options)]


def _items(reader: CaseReader, fiscal_year: int, _options: RateOptions) -> Iterable[Row]:
    return answer_rows(reader, AnswerChoice((fiscal_year,)))


def _programme(reader: CaseReader, fiscal_year: int, _options: RateOptions) -> list[Row]:
    return [_area_json(fiscal_year, row) for row in programme(reader, fiscal_year).areas]


def _area_json(fiscal_year: int, row: AreaRow) -> Row:
    counts = row.counts
    fact = row.facts.get("total") or next(iter(row.facts.values()))
    return {
        "fiscal_year": fiscal_year,
        "area": row.area,
        "new": counts.new,
        "continued": counts.continued,
        "total": counts.total,
        "new_relisted": counts.new_relisted,
        "continued_relisted": counts.continued_relisted,
        "total_relisted": counts.total_relisted,
        "goal": row.goal.shown.value.text if row.goal else None,
        "measures": [
            {"name": measure.key.aspect, "parties": measure.shown.attribute("parties")} for measure in row.measures
        ],
        "is_draft": fact.shown.is_draft,
        "source": source_json(fact.shown.place),
        "figure_id": fact.key.figure_id,
    }


def fact_json(fact: Fact) -> Row:
    """A fact as it is: the fields of its key that are used, its value, and its source."""
    key, shown = fact.key, fact.shown
    value = shown.value
    row: Row = {"fiscal_year": key.fiscal_year, "kind": key.kind.value}
    if key.fiscal_year_to:
        row["fiscal_year_to"] = key.fiscal_year_to
    row |= {
        "subject": key.subject or None,
        "aspect": key.aspect or None,
        "role": key.role or None,
        "part": key.part or None,
        "section": key.section or None,
        "number": None if value.number is None else f"{value.number:f}",
        "lower": None if value.lower is None else f"{value.lower:f}",
        "upper": None if value.upper is None else f"{value.upper:f}",
        "grade": value.grade or None,
        "text": value.text or None,
        "unit": shown.unit or None,
        "state": value.state.value,
        "printed": shown.printed,
        "is_draft": shown.is_draft,
        "confidence": shown.confidence.value,
        **{name: text for name, text in shown.attributes if name not in row},
        "statements": len(fact.statements),
        "contradicted": fact.is_contradicted,
        "source": source_json(shown.place),
        "figure_id": key.figure_id,
    }
    return row


def _weak_areas(reader: CaseReader, fiscal_year: int, options: RateOptions) -> Iterable[Row]:
    """What was published as weak, then everything the returns rank: Parts, sections, items and topics."""
    found = weak_areas(reader, fiscal_year)
    yield from (published_weak_area_json(found, fact) for fact in found.areas)
    table = rates_table(reader, fiscal_year, options)
    for level in LEVELS:
        areas = ranked_topics(table, topics_of_case(reader)) if level == "topic" else ranked_areas(table, level)
        if table.returns.organisations:
            yield from map(ranked_json, areas)


def published_weak_area_json(found: WeakAreas, fact: Fact) -> Row:
    return {
        "fiscal_year": found.fiscal_year,
        "basis": "published",
        "level": "published",
        "role": fact.key.role,
        "part": fact.key.part,
        "part_title": found.part_titles.get(fact.key.part),
        "topic": fact.key.aspect,
        "printed": fact.shown.printed,
        "source": source_json(fact.shown.place),
        "figure_id": fact.key.figure_id,
    }


def _infrastructure(reader: CaseReader, fiscal_year: int, _options: RateOptions) -> list[Row]:
    found = infrastructure(reader, fiscal_year)
    return [fact_json(fact) for fact in (*found.counts, *found.sectors, *found.states)]


def _standards(reader: CaseReader, fiscal_year: int, _options: RateOptions) -> list[Row]:
    found = standard(reader, [fiscal_year])
    return [fact_json(fact) for fact in (*found.parts, *found.revisions)]


def check_json(result: CheckResult) -> Row:
    return {
        "rule": result.rule,
        "subject": result.subject,
        "expected": result.expected,
        "found": result.found,
        "holds": result.holds,
        "places": [f"{place.document}: {place.code()}" for place in result.places],
    }


def _checks(reader: CaseReader, _year: int, _options: RateOptions) -> list[Row]:
    return [check_json(result) for result in case_checks(reader)]


def _sources(reader: CaseReader, _year: int, _options: RateOptions) -> list[Row]:
    refused: dict[str, list[Row]] = {}
    for row in reader.refused_rows():
        entry: Row = {"problem": row.problem.key, "place": row.problem.place, **row.problem.values}
        refused.setdefault(row.sha256, []).append(entry)
    return [
        {
            "document": document.name,
            "sha256": document.sha256,
            "size": document.size,
            "encoding": document.encoding,
            "encoding_is_certain": document.encoding_is_certain,
            "cited": document.cited or None,
            "statements": document.statements,
            "rows": document.rows,
            "refused": refused.get(document.sha256, []),
            "added_at": document.added_at.isoformat(),
        }
        for document in reader.documents()
    ]


def _log(reader: CaseReader, _year: int, _options: RateOptions) -> list[Row]:
    return [
        {
            "sequence": entry.sequence,
            "at": entry.at.isoformat(),
            "author": entry.author,
            "action": entry.action,
            "change": entry.change_id,
            "details": entry.details,
            "hash": entry.hash,
        }
        for entry in reader.log()
    ]


def _compare(reader: CaseReader, _year: int, options: RateOptions) -> Iterable[Row]:
    """All years there are, down to the Parts."""
    from auditor_app.services.select_comparison import ComparisonWanted, SelectedComparison

    return SelectedComparison(reader, ComparisonWanted(options=options)).rows()


def _organisations(reader: CaseReader, _year: int, _options: RateOptions) -> list[Row]:
    return organisation_rows(reader)


def _crosswalk(reader: CaseReader, _year: int, _options: RateOptions) -> list[Row]:
    return crosswalk_rows(reader)


def _findings(reader: CaseReader, _year: int, _options: RateOptions) -> list[Row]:
    """Of all years, each once; of chosen years `finding_rows` knows which belong to them."""
    return finding_rows(reader)


VIEWS = {
    view.name: view
    for view in (
        View("coverage", _coverage, (FactKind.COVERAGE,), shows_returns=True),
        View("rates", _rates, RATE_KINDS, shows_returns=True),
        View("items", _items, (), shows_returns=True),
        View("weak-areas", _weak_areas, (FactKind.WEAK_AREA,), shows_returns=True),
        View("compare", _compare, ()),
        View("programme", _programme, (FactKind.MEASURE_COUNT,)),
        View("infrastructure", _infrastructure, (FactKind.SECTOR, *COUNT_KINDS)),
        View("standards", _standards, (FactKind.REVISION, FactKind.STANDARD_PART)),
        View("organisations", _organisations, ()),
        View("crosswalk", _crosswalk, ()),
        View("findings", _findings, ()),
        View("checks", _checks, ()),
        View("sources", _sources, ()),
        View("log", _log, ()),
    )
}
"""Every view scripts may ask for, by its stable name."""


def statement_json(statement: Statement) -> Row:
    """One source's statement, for `explain`."""
    value = statement.value
    return {
        "printed": statement.printed,
        "number": None if value.number is None else f"{value.number:f}",
        "secondary": None if value.secondary is None else f"{value.secondary:f}",
        "secondary_meaning": value.secondary_meaning or None,
        "text": value.text or None,
        "grade": value.grade or None,
        "state": value.state.value,
        "confidence": statement.confidence.value,
        "is_draft": statement.is_draft,
        "basis": statement.basis or None,
        "note": statement.note or None,
        "source": source_json(statement.place),
    }
