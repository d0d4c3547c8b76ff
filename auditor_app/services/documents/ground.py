"""What every view's document is made from, and what its parts are before they are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from auditor_app.domain.documents import Section
from auditor_app.domain.fiscal_years import YearForm, fiscal_year_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.footnotes import Note
from auditor_app.services.documents.provenance import Rule
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.tables.columns import Column
from auditor_app.services.view_rows import VIEWS, view_years
from auditor_app.storage.reading import CaseReader

T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """The case, the language, and what was chosen of a view."""

    reader: CaseReader
    texts: Texts
    selectors: Selectors
    year_form: YearForm = "western"
    options: RateOptions | None = None
    """What the window counts in, leaves out or supposes; None: what the selectors say."""
    is_whole: bool = False
    """Everything there is: without filters, and with the columns that are out of sight until somebody wants them."""

    @property
    def rate_options(self) -> RateOptions:
        return self.options or self.selectors.rate_options

    def shown(self, columns: Sequence[Column]) -> list[Column]:
        """The columns of a table as it opens, or all of them."""
        return [column for column in columns if self.is_whole or column.is_visible_by_default]

    def year_text(self, fiscal_year: int) -> str:
        """A fiscal year as the user writes it; nothing for year 0, which stands for none."""
        return fiscal_year_text(fiscal_year, self.year_form, self.texts.language) if fiscal_year else ""

    def years(self, view: str) -> Sequence[int]:
        """The years asked for, or all the view has."""
        return self.selectors.years or view_years(self.reader, VIEWS[view])

    def selected_ids(self, view: str, field_name: str = "figure_id") -> list[str] | None:
        """The figures that filters and selectors leave, in the order asked for; None where nothing was asked."""
        own = self.selectors
        if self.is_whole or not (own.organisation or own.part or own.role or own.filters or own.sort):
            return None
        return [str(row.get(field_name)) for row in selected_rows(self.reader, view, own)]


@dataclass(frozen=True)
class ViewParts:
    """The content of a view's document; title, language and what it rests on are added where it is put together."""

    sections: tuple[Section, ...]
    rules: tuple[Rule, ...] = ()
    remarks: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = field(default=())
    """What was chosen beside the selectors, as (name, words)."""


def kept(rows: Iterable[T], wanted: Sequence[str] | None, id_of: Callable[[T], str]) -> list[T]:
    """The rows whose ids are wanted, in the order wanted; all of them for None.

    >>> kept(["a", "b", "c"], ["c", "x", "a"], str)
    ['c', 'a']
    """
    if wanted is None:
        return list(rows)
    by_id = {id_of(row): row for row in rows}
    return [by_id[own] for own in dict.fromkeys(wanted) if own in by_id]


def state_notes(texts: Texts, states: Iterable[State | None]) -> list[Note]:
    """What each state in use means: never 0, and why there is no number."""
    found = set(states)
    return [
        Note(f"state-{state.value.replace('_', '-')}", texts(f"document.state.{state.value}"))
        for state in State
        if state in found and state is not State.REPORTED
    ]


def shown_remark(texts: Texts, shown: int, total: int) -> str:
    """How many of all rows there are."""
    return texts("document.rows", shown=f"{shown:,}", total=f"{total:,}")
