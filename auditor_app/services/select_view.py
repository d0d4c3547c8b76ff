"""The rows of a view for selectors: years, organisation, Part, role, filters and sort keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import fold_name
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.standards import ItemClass
from auditor_app.exporting.row_texts import FORMS, RowsAsTheyCome, RowStream, encoded, listed_rows
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.answer_stream import answer_stream
from auditor_app.services.browse_definitions import FILE_FIELDS, definition_file
from auditor_app.services.browse_items import ANSWER_FIELDS, AnswerChoice, answer_rows
from auditor_app.services.figure_ids import ALL_ORGANISATIONS
from auditor_app.services.findings_json import FIELDS as FINDING_FIELDS
from auditor_app.services.findings_json import finding_rows
from auditor_app.services.select_rows import filtered, ordered
from auditor_app.services.view_rows import VIEWS, Row, view_rows
from auditor_app.storage.reading import CaseReader

if TYPE_CHECKING:
    from auditor_app.services.select_comparison import SelectedComparison

BATCH = 10_000
MOST_SORTED = 500_000
"""Rows that are sorted in memory; more are streamed only, in the order they were returned."""


@dataclass(frozen=True)
class Selectors:
    """What to show of a view; empty means all, in official order."""

    years: tuple[int, ...] = ()
    organisation: str = ""
    part: str = ""
    role: str = ""
    sort: str = ""
    filters: tuple[str, ...] = ()
    what_if_included: bool = False
    item_class: ItemClass | Literal[""] = ""
    leave_out_below: int = 0
    metric: str = ""
    """Of comparisons: which figure, and down to which level."""
    level: str = ""

    def as_json(self) -> dict[str, object]:
        """Only those that were set."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def rate_options(self) -> RateOptions:
        return RateOptions(self.item_class, self.leave_out_below, self.what_if_included)


def selected_rows(reader: CaseReader, view: str, selectors: Selectors) -> list[Row]:
    """The rows as a list; WrongUsageError for a selector that the view does not have."""
    if view == "compare":
        return list(_selected_comparison(selected_comparison(reader, selectors), selectors))
    _refuse_selectors_of_comparisons(selectors)
    if view == "items":
        return list(_selected_items(reader, selectors))
    if view == "findings":
        return _selected_findings(reader, selectors)
    rows = view_rows(reader, VIEWS[view], selectors.years, selectors.rate_options)
    if selectors.organisation:
        rows = _of_organisation(reader, rows, selectors.organisation)
    for field, wanted in (("part", selectors.part), ("role", selectors.role)):
        if wanted:
            _require(rows, field)
            rows = [row for row in rows if str(row[field]) == wanted]
    rows = filtered(rows, selectors.filters)
    return ordered(rows, selectors.sort) if selectors.sort else rows


def streamed_rows(reader: CaseReader, view: str, selectors: Selectors) -> RowStream:
    """The same one after another: the view `items` may have millions, which are never all in memory."""
    if view == "compare":
        selected = selected_comparison(reader, selectors)
        return selected.flattened(_selected_comparison(selected, selectors))
    if view in FILE_FIELDS:
        return definition_file(view, selected_rows(reader, view, selectors))
    if view == "findings":
        return RowsAsTheyCome(_selected_findings(reader, selectors), FINDING_FIELDS)
    if view != "items":
        return listed_rows(selected_rows(reader, view, selectors))
    _refuse_selectors_of_comparisons(selectors)
    if selectors.sort or selectors.filters:
        return RowsAsTheyCome(_selected_items(reader, selectors), ANSWER_FIELDS)
    return answer_stream(reader, _answer_choice(reader, selectors))


def encoded_rows(rows: RowStream, form: str) -> Iterator[bytes]:
    """The bytes of a file of that form (csv, json), as they come."""
    return encoded(rows, FORMS[f".{form}"]())


def selected_comparison(reader: CaseReader, selectors: Selectors) -> SelectedComparison:
    """What the view `compare` shows for these selectors, with what is said of its years as a whole."""
    from auditor_app.services.select_comparison import ComparisonWanted, SelectedComparison  # pages need none of it

    own = selectors
    return SelectedComparison(
        reader,
        ComparisonWanted(own.years, own.organisation, own.part, own.role, own.metric, own.level, own.rate_options),
    )


def _selected_comparison(selected: SelectedComparison, selectors: Selectors) -> Iterable[Row]:
    from auditor_app.services.compare_json import with_steps, without_steps  # pages need none of it

    if not (selectors.filters or selectors.sort):
        return selected.rows()
    known = selected.fields
    rows = filtered([*map(with_steps, selected.rows())], selectors.filters, known)
    return map(without_steps, ordered(rows, selectors.sort, known) if selectors.sort else rows)


def _refuse_selectors_of_comparisons(selectors: Selectors) -> None:
    given = [f"--{name}" for name in ("metric", "level") if getattr(selectors, name)]
    if given:
        raise WrongUsageError(Problem("compareshow.not_here", ", ".join(given)))


def selected_answers(reader: CaseReader, selectors: Selectors) -> Iterator[Row]:
    """The rows of the view `items` in the order they were returned, one after another."""
    return _filtered_in_batches(answer_rows(reader, _answer_choice(reader, selectors)), selectors.filters)


def _selected_items(reader: CaseReader, selectors: Selectors) -> Iterable[Row]:
    rows = selected_answers(reader, selectors)
    if not selectors.sort:
        return rows
    kept = list(islice(rows, MOST_SORTED + 1))
    if len(kept) > MOST_SORTED:
        raise WrongUsageError(Problem("selector.too_many_to_sort", selectors.sort, {"limit": f"{MOST_SORTED:,}"}))
    return ordered(kept, selectors.sort)


def _answer_choice(reader: CaseReader, selectors: Selectors) -> AnswerChoice:
    if selectors.organisation and find_organisation(reader.organisations(), selectors.organisation) is None:
        raise WrongUsageError(Problem("selector.organisation_unknown", selectors.organisation))
    return AnswerChoice(selectors.years, selectors.organisation, selectors.part, selectors.role, selectors.item_class)


def _filtered_in_batches(rows: Iterator[Row], filters: Sequence[str]) -> Iterator[Row]:
    while batch := list(islice(rows, BATCH)):
        yield from filtered(batch, filters)


def _selected_findings(reader: CaseReader, selectors: Selectors) -> list[Row]:
    own = selectors
    rows = filtered(finding_rows(reader, own.years, own.organisation, own.part, own.role), own.filters, FINDING_FIELDS)
    return ordered(rows, own.sort, FINDING_FIELDS) if own.sort else rows


def _of_organisation(reader: CaseReader, rows: list[Row], name: str) -> list[Row]:
    """Rows of an organisation under any of its names; an unknown name is refused, not answered with nothing."""
    _require(rows, "organisation")
    body = find_organisation(reader.organisations(), name)
    names = {fold_name(own.name) for own in body.names} if body else {fold_name(name)}
    found = [row for row in rows if fold_name(str(row["organisation"])) in names]
    if not found and rows and body is None and name != ALL_ORGANISATIONS:
        raise WrongUsageError(Problem("selector.organisation_unknown", name))
    return found


def _require(rows: list[Row], field: str) -> None:
    if rows and field not in rows[0]:
        raise WrongUsageError(
            Problem("selector.field_unknown", field, {"field": field, "known": ", ".join(sorted(rows[0]))})
        )
