"""Answers as a document: a selection small enough to be read; more go to csv, json or a streamed sheet."""

from __future__ import annotations

from auditor_app.domain.documents import Formula, RatioFormula, Section
from auditor_app.domain.rates import ITEM_RATIO_RULE
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.answer_parts import AnswerRow, read_parts
from auditor_app.services.documents.ground import Ground, ViewParts, shown_remark, state_notes
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.figure_ids import answer_id
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.tables.answer_columns import answer_columns
from auditor_app.services.view_rows import Row

MOST_ROWS = 20_000
"""In a document; what has more is a table for programs."""


def refuse_too_many(count: int) -> None:
    """WrongUsageError that says how many rows there are, and which formats take them."""
    if count > MOST_ROWS:
        values: dict[str, object] = {"count": f"{count:,}", "most": f"{MOST_ROWS:,}"}
        raise WrongUsageError(Problem("export.too_many_rows", "", values))


def item_parts(ground: Ground) -> ViewParts:
    """WrongUsageError where more is selected than a document holds."""
    texts = ground.texts
    parts = read_parts(ground.reader)
    total = sum(report.answer_count for report in parts.reports)
    if ground.selectors == Selectors():
        refuse_too_many(total)
    wanted = [_figure_of(row) for row in _selected(ground)]
    rows = _rows(ground, wanted)
    columns = ground.shown(answer_columns(texts, ground.year_text))
    table = tabled(
        "items",
        texts("page.answers"),
        columns,
        rows,
        key="figure_id",
        remarks=[shown_remark(texts, len(rows), total)],
        notes=state_notes(texts, (row.state for row in rows)),
        figure_of=lambda row, _key: row.figure_id,
        formula_of=answer_formula,
        kinds=dict.fromkeys(("obliged", "implemented", "missing"), "count"),
    )
    return ViewParts((Section("items", texts("page.answers"), (table,)),), (ITEM_RATIO_RULE,))


def _selected(ground: Ground) -> list[Row]:
    rows = selected_rows(ground.reader, "items", ground.selectors)
    refuse_too_many(len(rows))
    return rows


def _figure_of(row: Row) -> str:
    """Of a row of scripts, which has the fields of the figure id in its own columns."""
    year, organisation, unit, item, role = (
        row[name] for name in ("fiscal_year", "organisation", "unit", "item", "role")
    )
    return answer_id(int(str(year)), str(organisation), str(unit or ""), str(item), str(role))


def _rows(ground: Ground, wanted: list[str]) -> list[AnswerRow]:
    """The answers of these figures, in their order, as the page shows them."""
    parts = read_parts(ground.reader)
    reports = set(ground.selectors.years)
    found: dict[str, AnswerRow] = {}
    for report in parts.reports:
        if not reports or report.fiscal_year in reports:
            for answer in ground.reader.answers(report.id):
                row = parts.row(answer)
                found[row.figure_id] = row
    return [found[own] for own in wanted if own in found]


def answer_formula(row: AnswerRow, key: str) -> Formula | None:
    """The share of an answer follows from its two heads; nothing else is computed."""
    is_live = key == "ratio" and row.ratio_percent is not None
    return RatioFormula("implemented", "obliged") if is_live else None
