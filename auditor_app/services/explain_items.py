"""Explain an item ratio, a single answer with its source row, and the rates of a topic."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.explanations import Explanation, Input, Sentence
from auditor_app.domain.published import fold_name
from auditor_app.domain.rates import ITEM_RATIO_RULE, ItemCount, rates_of
from auditor_app.domain.weak_areas import Topic
from auditor_app.domain.year_returns import ReportingOrganisation, ReturnItem
from auditor_app.services.browse_items import AnswerRow, answer_row
from auditor_app.services.browse_rates import rates_table
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.explain_rates import Pair, coverage_counts_of, mean_explanation, rates_explanation
from auditor_app.services.explained_values import (
    count_step,
    four_steps,
    missing_value,
    percent_value,
    rates_trail,
    ratio_words,
)
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, item_id, topic_id
from auditor_app.storage.reading import CaseReader


def explain_item(reader: CaseReader, table: RatesTable, organisation: str, item: str, role: str) -> Explanation | None:
    """The ratio of an item pooled over the units of an organisation, or the mean over organisations ("*")."""
    found = next((own for own in _items_of_year(table) if fold_name(own.item) == item), None)
    if found is None or role not in table.returns.role_codes:
        return None
    year, scope = table.returns.fiscal_year, Sentence("explain.item.title", {"item": found.item, "title": found.title})
    if organisation == ALL_ORGANISATIONS:
        members = [
            (own, rates_of(_counts_of(table, own, found, role)), item_id(year, own.name, found.item, role))
            for own in table.returns.organisations
        ]
        trail = rates_trail(year, ALL_ORGANISATIONS, role, found.part, found.section)
        return mean_explanation(table, item_id(year, "*", found.item, role), ALL_ORGANISATIONS, members, [scope], trail)
    own = table.returns.organisation(organisation)
    if own is None:
        return None
    role_id = next(own_role.id for own_role in table.returns.roles.values() if own_role.code == role)
    answers = _answers_of(reader, table, own, found, role_id)
    counts = [count._replace(is_left_out=False) for count in _counts_of(table, own, found, role)]
    rates = rates_of(counts)
    state = rates.state  # a ratio is shown whoever is in analysis: exclusion concerns the two rates
    total = counts[0] if counts else ItemCount(0, 0, 0)
    ratio = ratio_words(total, ",")
    return Explanation(
        figure_id=item_id(year, own.name, found.item, role),
        title=f"{own.name} · {found.item}",
        kind="kind.item_ratio",
        fiscal_year=year,
        fiscal_year_to=0,
        values=(percent_value("kind.item_ratio", rates.pooled_percent, state),),
        formula_id=ITEM_RATIO_RULE[0],
        formula_version=ITEM_RATIO_RULE[1],
        words=(scope, Sentence(f"explain.item.{state.value}", {"ratio": ratio, "missing": rates.missing})),
        trail=rates_trail(year, own.name, role, found.part, found.section),
        further=(missing_value(rates.missing, state),),
        steps=four_steps(coverage_counts_of(reader, year, own, role), rates),
        inputs=tuple(Input(row.figure_id, row.unit or "unit.whole", _answer_words(row)) for row in answers),
        source_rows=tuple(row.source for row in answers) if len(answers) == 1 else (),
        english=own.english,
    )


def _items_of_year(table: RatesTable) -> Iterable[ReturnItem]:
    yield from table.returns.asked_items
    yield from table.returns.items.values()


def _counts_of(table: RatesTable, own: ReportingOrganisation, item: ReturnItem, role: str) -> list[ItemCount]:
    return [count for found, code, count in table.counts(own.id) if found.id == item.id and code == role]


def _answers_of(
    reader: CaseReader, table: RatesTable, own: ReportingOrganisation, item: ReturnItem, role_id: int
) -> list[AnswerRow]:
    year = table.returns.fiscal_year
    reports = {report.id: report for report in reader.reports(year, own.id)}
    role = table.returns.roles[role_id].code
    return [
        answer_row(reports[answer.report_id], own.name, item, role, answer)
        for answer in reader.answers_of_item(year, own.id, item.id, role_id)
    ]


def explain_answer(
    reader: CaseReader, fiscal_year: int, organisation: str, unit: str, item: str, role: str
) -> Explanation | None:
    """One unit's answer, the row it stands in, and what other documents answered to the same question."""
    table = rates_table(reader, fiscal_year)
    own = table.returns.organisation(organisation)
    found = next((known for known in _items_of_year(table) if fold_name(known.item) == item), None)
    role_id = next((known.id for known in table.returns.roles.values() if known.code == role), 0)
    if own is None or found is None or not role_id:
        return None
    answers = _answers_of(reader, table, own, found, role_id)
    row = next((answer for answer in answers if fold_name(answer.unit) == unit), None)
    if row is None:
        return None
    words = [
        Sentence("explain.item.title", {"item": found.item, "title": found.title}),
        Sentence(f"explain.item.{row.state.value}", {"ratio": _answer_words(row, ","), "missing": row.missing}),
        *_other_versions(reader, own, row),
    ]
    return Explanation(
        figure_id=row.figure_id,
        title=" · ".join(filter(None, (own.name, row.unit, found.item))),
        kind="kind.answer",
        fiscal_year=fiscal_year,
        fiscal_year_to=0,
        values=(percent_value("kind.item_ratio", row.ratio_percent, row.state),),
        formula_id=ITEM_RATIO_RULE[0],
        formula_version=ITEM_RATIO_RULE[1],
        words=tuple(words),
        trail=(
            *rates_trail(fiscal_year, own.name, role, found.part, found.section),
            (item_id(fiscal_year, own.name, found.item, role), Sentence("trail.name", {"name": found.item})),
        ),
        further=() if row.missing is None else (missing_value(row.missing, row.state),),
        steps=(count_step("step.obliged", row.obliged), count_step("step.implemented", row.implemented)),
        source_rows=(row.source,),
        english=own.english,
    )


def _other_versions(reader: CaseReader, own: ReportingOrganisation, row: AnswerRow) -> Iterable[Sentence]:
    """What other documents answered to the same question: superseded by, or kept beside, the one that counts."""
    for report, answer in reader.answer_versions(row.key):
        other = answer_row(report, own.name, row.item, row.role, answer)
        if other.source != row.source:
            values = {
                "document": other.source.document,
                "place": other.source.code(),
                "ratio": _answer_words(other, ","),
            }
            yield Sentence("explain.answer.other_version", values)


def explain_topic(reader: CaseReader, table: RatesTable, name: str, organisation: str) -> Explanation | None:
    """The rates over a topic's items: of one organisation, or the mean over all in analysis."""
    topic = next((own for own in topics_of_case(reader) if fold_name(own.name) == name), None)
    if topic is None:
        return None
    year = table.returns.fiscal_year
    scope = Sentence("explain.topic.scope", {"sections": "、".join(topic.sections) or "—", "part": topic.part})
    if organisation:
        own = table.returns.organisation(organisation)
        if own is None:
            return None
        pairs = _pairs_of_topic(table, own, topic)
        return rates_explanation(reader, table, own, topic_id(year, topic.name, own.name), pairs, [scope])
    members = [
        (
            own,
            rates_of(count for _, _, count in _pairs_of_topic(table, own, topic)),
            topic_id(year, topic.name, own.name),
        )
        for own in table.returns.organisations
    ]
    return mean_explanation(table, topic_id(year, topic.name), topic.name, members, [scope])


def _pairs_of_topic(table: RatesTable, own: ReportingOrganisation, topic: Topic) -> list[Pair]:
    groups = {role.code: role.group for role in table.returns.roles.values()}
    return [
        (item, role, count)
        for item, role, count in table.counts(own.id)
        if topic.covers(item.section, item.part, groups[role])
    ]


def _answer_words(row: AnswerRow, group: str = "") -> str:
    if row.obliged is None or row.implemented is None:
        return "state.not_reported"
    return ratio_words(ItemCount(1, row.obliged, row.implemented), group)
