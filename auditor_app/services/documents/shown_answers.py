"""Answers as the big table arranges them, as a document: a selection small enough to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.documents import Document, Section
from auditor_app.domain.fiscal_years import YearForm, fiscal_year_text
from auditor_app.domain.rates import ITEM_RATIO_RULE
from auditor_app.foundation.translation import Texts
from auditor_app.services.arranged_answers import ArrangedAnswers
from auditor_app.services.big_tables import Control
from auditor_app.services.documents.ground import shown_remark, state_notes
from auditor_app.services.documents.items import answer_formula, refuse_too_many
from auditor_app.services.documents.provenance import provenance
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.tables.answer_columns import answer_columns
from auditor_app.services.tables.columns import Column
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class ShownAnswers:
    """What the window shows of the answers."""

    arranged: ArrangedAnswers
    columns: Sequence[str]
    """Keys of the columns in sight, in the order of the screen."""
    total: int
    """Answers there are without filters."""
    filters: Sequence[str] = ()
    """In words, as the search."""
    order: Sequence[str] = ()
    hidden: Sequence[str] = ()
    """Titles of the columns that are out of sight."""

    def chosen(self, texts: Texts) -> list[tuple[str, str]]:
        """Filters and order in words, for the record."""
        told = (("filters", self.filters), ("order", self.order))
        return [(texts(f"document.{name}"), " / ".join(words)) for name, words in told if words]


def answers_document(
    reader: CaseReader, texts: Texts, shown: ShownAnswers, year_form: YearForm, control: Control
) -> Document:
    """The rows and columns in sight; WrongUsageError where there are more than a document holds."""
    refuse_too_many(len(shown.arranged))
    rows = shown.arranged.rows(reader, control)
    remarks = [shown_remark(texts, len(rows), shown.total)]
    for name, words in (("filters", shown.filters), ("order", shown.order), ("hidden", shown.hidden)):
        if words:
            remarks.append(f"{texts(f'document.{name}')}: {' / '.join(words)}")
    table = tabled(
        "items",
        texts("page.answers"),
        _columns(texts, shown, year_form),
        rows,
        key="figure_id",
        remarks=remarks,
        notes=state_notes(texts, (row.state for row in rows)),
        figure_of=lambda row, _key: row.figure_id,
        formula_of=answer_formula if {"obliged", "implemented"} <= set(shown.columns) else None,
        kinds=dict.fromkeys(("obliged", "implemented", "missing"), "count"),
    )
    section = Section("items", texts("page.answers"), (table,))
    record = provenance(reader, texts, shown.chosen(texts), (ITEM_RATIO_RULE,))
    return Document(texts("page.answers"), texts.language, (section,), record)


def _columns(texts: Texts, shown: ShownAnswers, year_form: YearForm) -> list[Column]:
    """Those in sight, in the language of the document; in a column of many years one form of them is enough."""
    form: YearForm = "era" if year_form == "era" else "western"

    def year_text(fiscal_year: int) -> str:
        return fiscal_year_text(fiscal_year, form, texts.language) if fiscal_year else ""

    by_key = {column.key: column for column in answer_columns(texts, year_text)}
    return [by_key[key] for key in shown.columns]
