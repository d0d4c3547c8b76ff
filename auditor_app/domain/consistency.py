"""What a document and a case must satisfy: cross-footing, list lengths, cross-references, dates.

Pure rules over statements, of one document or of a whole case.  Equal statements from several documents are one
fact and are counted once; where sources disagree, sums use the statement that is shown (`published.preferred`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import Fact, FactKind, State, Statement, fold_name
from auditor_app.domain.rates import mean


@dataclass(frozen=True)
class CheckResult:
    """One check: the rule, what it expected, what it found, whether that holds, and where it looked."""

    rule: str
    """One of RULES."""
    subject: str
    """What was checked, in the document's words (an area, a section)."""
    expected: str
    found: str
    holds: bool
    places: tuple[Place, ...]


_Rule = Callable[[Sequence[Fact]], Iterator[CheckResult]]

_GROUP_NAMES = {"existing": "既存分野", "new": "新規分野", "all": "全分野"}


def check_statements(statements: Sequence[Statement]) -> tuple[CheckResult, ...]:
    """All rules over these statements, in the order of RULES; a rule without anything to check says nothing."""
    facts = _facts(statements)
    return _each_once(result for rule in RULES.values() for result in rule(facts))


def _each_once(results: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    """Results that say the same of several documents become one with all the places."""
    merged: dict[tuple[str, str, str, str], CheckResult] = {}
    for result in results:
        same = (result.rule, result.subject, result.expected, result.found)
        known = merged.get(same)
        places = dict.fromkeys((*known.places, *result.places) if known else result.places)
        merged[same] = replace(result, places=tuple(places))
    return tuple(merged.values())


def _facts(statements: Iterable[Statement]) -> list[Fact]:
    by_id: dict[str, list[Statement]] = {}
    for statement in statements:
        by_id.setdefault(statement.key.figure_id, []).append(statement)
    return [Fact(group[0].key, tuple(group)) for group in by_id.values()]


def check_cross_footing(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """New and continued measures of an area add up to its printed total, and so do the re-listed ones."""
    for group in _groups(facts, FactKind.MEASURE_COUNT):
        by_aspect = {fact.key.aspect: fact.shown for fact in group}
        if not {"new", "continued", "total"} <= by_aspect.keys():
            continue
        area, places = group[0].key.subject, _places(by_aspect.values())
        parts = [by_aspect[aspect].value for aspect in ("new", "continued")]
        total = by_aspect["total"].value
        yield _compared("cross_footing", area, total.number, _sum(part.number for part in parts), places)
        relisted = [part.secondary for part in parts]
        if total.secondary is not None or any(number is not None for number in relisted):
            printed = total.secondary if total.secondary is not None else Decimal(0)
            yield _compared("cross_footing", f"{area}(再掲)", printed, _sum(relisted), places)


def check_total_without_relisted(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """The areas' totals without the re-listed measures add up to each printed total (170 − 11 = 159)."""
    for printed in _of_kind(facts, FactKind.MEASURE_TOTAL):
        areas = [
            fact.shown
            for fact in _of_kind(facts, FactKind.MEASURE_COUNT)
            if fact.key.aspect == "total" and fact.key.fiscal_year == printed.key.fiscal_year
        ]
        found = _sum(area.value.number for area in areas) - _sum(area.value.secondary for area in areas)
        subject = printed.key.subject or fiscal_year_text(printed.key.fiscal_year)
        for own in printed.statements if areas else ():
            places = _places([own, *areas])
            yield _compared("total_without_relisted", subject, own.value.number, found, places)


def check_direction_total(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """The counts of the directions add up to each printed total (10 + 9 + 5 = 24)."""
    for printed in _of_kind(facts, FactKind.DIRECTION_TOTAL):
        counts = [
            fact.shown
            for fact in _of_kind(facts, FactKind.DIRECTION_COUNT)
            if fact.key.fiscal_year == printed.key.fiscal_year
        ]
        found = _sum(count.value.number for count in counts)
        subject = fiscal_year_text(printed.key.fiscal_year)
        for own in printed.statements if counts else ():
            places = _places([own, *counts])
            yield _compared("direction_total", subject, own.value.number, found, places)


def check_list_length(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """As many sectors are listed as the text says there are; a list is compared with the count it stands beside."""
    sectors = [statement for fact in _of_kind(facts, FactKind.SECTOR) for statement in fact.statements]
    for fact in _of_kind(facts, FactKind.SECTOR_COUNT):
        for count in fact.statements:
            same_group = [own for own in sectors if _group_of(own) == _group_of(count)]
            listed = [own for own in same_group if _is_beside(own, count)] or same_group
            names = {fold_name(own.key.subject) for own in listed}
            subject = _GROUP_NAMES.get(count.key.aspect, count.key.aspect)
            if names:
                places = _places([count, *listed])
                yield _compared("list_length", subject, count.value.number, Decimal(len(names)), places)


def check_cross_reference(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """Within a numbered subsection nobody is sent to an annex which its heading did not announce."""
    references = [own for fact in _of_kind(facts, FactKind.ANNEX_REFERENCE) for own in fact.statements]
    by_section: dict[tuple[str, str], list[Statement]] = {}
    for reference in references:
        by_section.setdefault((reference.place.sha256, reference.key.subject), []).append(reference)
    for (_, section), group in by_section.items():
        announced = _annexes(group, "announced")
        referred = _annexes(group, "referred")
        if announced and referred:  # a heading alone sends nobody anywhere: nothing to hold against it
            holds = all(_is_announced(annex, announced) for annex in referred)
            expected, found = "、".join(announced), "、".join(referred)
            yield CheckResult("cross_reference", section, expected, found, holds, _places(group))


def check_era_date(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """A document or meeting named with dates in several forms means one day, and every date printed exists."""
    dated = [own for fact in _of_kind(facts, FactKind.DATED_DOCUMENT, FactKind.MEETING) for own in fact.statements]
    by_thing: dict[tuple[str, str, str, str], list[Statement]] = {}
    for own in dated:
        # A later document may tell of a later decision under the same title; a meeting takes place only once.
        document = own.place.sha256 if own.key.kind is FactKind.DATED_DOCUMENT else ""
        thing = (own.key.kind.value, document, fold_name(own.key.subject), own.key.aspect)
        by_thing.setdefault(thing, []).append(own)
    for group in by_thing.values():
        subject = _named(group[0])
        for impossible in (own for own in group if own.attribute("impossible")):
            printed = impossible.attribute("date") or impossible.printed
            yield CheckResult("era_date", subject, "", printed, False, (impossible.place,))
        days = [own for own in group if own.value.text]
        printed_forms = {own.attribute("date") or own.value.text for own in days}
        if len(printed_forms) > 1:
            meant = list(dict.fromkeys(own.value.text for own in days))
            found = " / ".join(meant)
            yield CheckResult("era_date", subject, meant[0], found, len(meant) == 1, _places(days))


def check_meeting_order(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """A body's meetings are numbered in the order of their dates."""
    meetings = [fact for fact in _of_kind(facts, FactKind.MEETING) if fact.key.aspect.isdecimal()]
    meetings.sort(key=lambda fact: fold_name(fact.key.subject))
    for _, group in groupby(meetings, key=lambda fact: fold_name(fact.key.subject)):
        held = [fact for fact in group if fact.shown.value.text]
        by_number = sorted(held, key=lambda fact: (int(fact.key.aspect), fact.shown.value.text))
        by_date = sorted(held, key=lambda fact: (fact.shown.value.text, int(fact.key.aspect)))
        if len(held) > 1:
            expected = ", ".join(fact.key.aspect for fact in by_number)
            found = ", ".join(fact.key.aspect for fact in by_date)
            places = _places(fact.shown for fact in by_number)
            yield CheckResult("meeting_order", held[0].key.subject, expected, found, expected == found, places)


def check_organisation_count(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """Each row of a coverage table is another organisation, and none of its printed rows is missing."""
    by_table: dict[tuple[int, str], list[Statement]] = {}
    for fact in _of_kind(facts, FactKind.COVERAGE):
        for own in fact.statements:
            if own.position:
                by_table.setdefault((fact.key.fiscal_year, own.place.sha256), []).append(own)
    for (year, _), rows in by_table.items():
        last_row = max(row.position for row in rows)
        names = {fold_name(row.key.subject) for row in rows}
        subject, places = fiscal_year_text(year), _places(rows)
        yield _compared("organisation_count", subject, Decimal(last_row), Decimal(len(names)), places)


def check_own_survey(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """Coverage with the organisation's own survey is not below the official coverage it contains."""
    for fact in _of_kind(facts, FactKind.COVERAGE):
        value = fact.shown.value
        if value.number is None or value.secondary is None:
            continue
        holds = value.number <= value.secondary
        expected, found, places = f"≧ {value.number}", str(value.secondary), (fact.shown.place,)
        yield CheckResult("own_survey_not_below_official", fact.key.subject, expected, found, holds, places)


def check_worked_example(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """The implementation rate of the source's own example is the simple mean of its ratios (75 %)."""
    for group in _groups(facts, FactKind.WORKED_EXAMPLE):
        printed = next((fact.shown for fact in group if fact.key.aspect == "implementation"), None)
        ratios = [fact.shown for fact in group if fact.key.aspect.startswith("(")]
        found = mean(own.value.number for own in ratios if own.value.number is not None)
        if printed is None or printed.value.number is None or found is None:
            continue
        text = str(Decimal(found.numerator) / Decimal(found.denominator))
        holds, expected = found == printed.value.number, str(printed.value.number)
        subject = fiscal_year_text(printed.key.fiscal_year)
        yield CheckResult("worked_example", subject, expected, text, holds, _places([printed, *ratios]))


def check_conflicting_statements(facts: Sequence[Fact]) -> Iterator[CheckResult]:
    """Sources of one fact state the same value; one result per contradiction, or one that says there is none."""
    several = [fact for fact in facts if len(fact.statements) > 1]
    contradicted = [fact for fact in several if fact.is_contradicted]
    for fact in contradicted:
        others = dict.fromkeys(_said(own) for own in fact.statements if not own.says_the_same_as(fact.shown))
        found, places = " / ".join(others), _places(fact.statements)
        yield CheckResult("conflicting_statements", fact.key.words, _said(fact.shown), found, False, places)
    if several and not contradicted:
        yield CheckResult("conflicting_statements", "", "0", "0", True, ())


RULES: dict[str, _Rule] = {
    "cross_footing": check_cross_footing,
    "total_without_relisted": check_total_without_relisted,
    "direction_total": check_direction_total,
    "list_length": check_list_length,
    "cross_reference": check_cross_reference,
    "era_date": check_era_date,
    "meeting_order": check_meeting_order,
    "organisation_count": check_organisation_count,
    "own_survey_not_below_official": check_own_survey,
    "worked_example": check_worked_example,
    "conflicting_statements": check_conflicting_statements,
}
"""Every rule by its name; the texts are `check.<rule>` and `check.<rule>.about`."""


def _of_kind(facts: Sequence[Fact], *kinds: FactKind) -> list[Fact]:
    return [fact for fact in facts if fact.key.kind in kinds]


def _groups(facts: Sequence[Fact], kind: FactKind) -> Iterator[list[Fact]]:
    """Facts of a kind that share year and subject, in the order of their first mention."""
    groups: dict[tuple[int, str], list[Fact]] = {}
    for fact in _of_kind(facts, kind):
        groups.setdefault((fact.key.fiscal_year, fold_name(fact.key.subject)), []).append(fact)
    yield from groups.values()


def _group_of(statement: Statement) -> tuple[int, str]:
    return statement.key.fiscal_year, statement.key.aspect


def _is_beside(one: Statement, other: Statement) -> bool:
    return one.place.sha256 == other.place.sha256 and one.place.line_from == other.place.line_from


def _annexes(references: Iterable[Statement], aspect: str) -> list[str]:
    return list(dict.fromkeys(own.value.text for own in references if own.key.aspect == aspect))


def _is_announced(annex: str, announced: Sequence[str]) -> bool:
    """An annex named as a whole is announced by any of its parts (別紙2 by 別紙2-1)."""
    return any(own == annex or own.startswith(f"{annex}-") for own in announced)


def _named(statement: Statement) -> str:
    if statement.key.kind is FactKind.MEETING:
        return f"第{statement.key.aspect}回{statement.key.subject}"
    return statement.key.subject or statement.key.aspect


def _said(statement: Statement) -> str:
    """A statement's value in a few words, with its basis, for comparison by eye."""
    value = statement.value
    numbers = [str(number) for number in (value.number, value.secondary) if number is not None]
    bounds = [f"≧{value.lower}"] if value.lower is not None else []
    bounds += [f"<{value.upper}"] if value.upper is not None else []
    state = [] if value.state is State.REPORTED else [value.state.value]
    said = " ".join([*numbers, *bounds, *state] or [value.grade, value.text]).strip()
    return f"{said} ({statement.basis})" if statement.basis else said


def _sum(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _places(statements: Iterable[Statement]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(statement.place for statement in statements))


def _compared(
    rule: str, subject: str, expected: Decimal | None, found: Decimal, places: tuple[Place, ...]
) -> CheckResult:
    return CheckResult(rule, subject, str(expected), str(found), expected == found, places)
