"""The big table of answers: any page of it at once, any order and filter after one pass over the answers.

Without conditions and keys row n is found by counting: reports lie one after the other, and how many answers each
has is known.  Years, organisations, units and documents choose or order whole reports and cost nothing either.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from auditor_app.services.answer_order import FirstRows, PlaceList, ReportOrder, ReportPlaces
from auditor_app.services.answer_parts import AnswerParts, AnswerRow, read_parts
from auditor_app.services.big_tables import Arrangement, Condition, Control, Wanted
from auditor_app.services.open_case import CaseReader, OpenCase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from auditor_app.storage.queries.answers import AnswerOrder

REPORT_COLUMNS = frozenset({"fiscal_year", "organisation", "unit", "document"})
ITEM_COLUMNS = frozenset({"item", "title", "part", "section", "class"})
FIRST_ROWS = 256
LONG_TABLE = 50_000
"""From so many rows on sorting is felt, and the first page is worth a statement of its own."""
_STORED_ORDERS: dict[str, AnswerOrder] = {
    "obliged": "obliged",
    "implemented": "implemented",
    "missing": "missing",
    "ratio": "ratio",
    "source_row": "source_row",
}
"""Columns the case file itself can order by."""


class AnswerTable:
    """A RowSource over the answers that count, as the case is now; made anew when the case has changed."""

    def __init__(self, case: OpenCase, parts: AnswerParts) -> None:
        self._case, self.parts = case, parts
        self._places = ReportPlaces([report.answer_count for report in parts.reports])

    def row_count(self) -> int:
        return len(self._places)

    def whole(self) -> Arrangement:
        return ReportOrder(self._places, range(len(self.parts.reports)))

    def known_values(self, column_key: str) -> list[tuple[AnswerRow, int | None]] | None:
        """Counted over all answers where the report decides; None for columns of numbers."""
        parts = self.parts
        if column_key in REPORT_COLUMNS:
            counts: Counter[str | int] = Counter()
            first = {getattr(own, column_key): AnswerRow(report=own) for own in reversed(parts.reports)}
            for own in parts.reports:
                counts[getattr(own, column_key)] += own.answer_count
            return [(row, counts[value]) for value, row in first.items()]
        if column_key in ITEM_COLUMNS:
            name = "item_class" if column_key == "class" else column_key
            return [
                (row, None)
                for row in {getattr(own, name): AnswerRow(item=own) for own in parts.items.values()}.values()
            ]
        if column_key == "role":
            return [(AnswerRow(role=own), None) for own in parts.roles.values()]
        if column_key == "state":
            return [(AnswerRow(obliged=obliged, implemented=obliged), None) for obliged in (1, 0, None)]
        return None

    def rows(self, places: Sequence[int], control: Control) -> list[AnswerRow]:
        """Neighbours are read together; rows in any other order one by one, each within its report."""
        found: list[AnswerRow] = []
        with self._case.reader() as reader:
            for done, (number, first, count) in enumerate(self._places.runs(places)):
                answers = reader.answer_page(self.parts.reports[number].id, first, count)
                found.extend(map(self.parts.row, answers))
                if done % FIRST_ROWS == 0:
                    control.report(len(found), len(places))
        return found

    def place_of(self, figure_id: str) -> int | None:
        """Where the answer of a figure id stands; None when there is none."""
        wanted = self.parts.answer_of(figure_id)
        if wanted is None:
            return None
        number, item, role = wanted
        with self._case.reader() as reader:
            for row, answer in enumerate(reader.answers(self.parts.reports[number].id)):
                own = self.parts.row(answer)
                if (own.item.item, own.role.code) == (item, role):
                    return self._places.starts[number] + row
        return None

    def arrange(self, wanted: Wanted, control: Control) -> Arrangement:
        chosen, conditions = self._chosen(wanted.conditions)
        if not conditions and _are_of_reports(column for column, _ in wanted.sort):
            return ReportOrder(self._places, self._ordered(chosen, wanted))
        scanned = Wanted(wanted.sort, conditions, wanted.ranks)
        with self._case.reader() as reader:
            if wanted.sort and not conditions:
                self._hand_over_first(reader, chosen, wanted, control)
            return PlaceList(self._scanned(reader, chosen, scanned, control))

    def find(self, condition: Condition, arrangement: Arrangement, control: Control) -> Sequence[int]:
        """Words are not looked for among the numbers of source rows, of which each is another."""
        columns = tuple(column for column in condition.columns if column != "source_row")
        condition = Condition(columns, condition.accepts)
        from auditor_app.services.answer_scan import AnswerScan  # with numpy, at first use

        everything = range(len(self.parts.reports))
        with self._case.reader() as reader:
            places = AnswerScan(reader, self.parts, self._places, everything, control).matches([condition])
        return array("I", self._shown_rows(places, arrangement).tobytes())

    def _chosen(self, conditions: Sequence[Condition]) -> tuple[list[int], tuple[Condition, ...]]:
        """Numbers of the reports that may hold matches, and the conditions that are left to decide."""
        of_reports = [own for own in conditions if _are_of_reports(own.columns)]
        chosen = [
            number
            for number, report in enumerate(self.parts.reports)
            if all(_accepts(condition, AnswerRow(report=report)) for condition in of_reports)
        ]
        return chosen, tuple(own for own in conditions if not _are_of_reports(own.columns))

    def _ordered(self, chosen: list[int], wanted: Wanted) -> list[int]:
        """Reports in order; equal ones keep theirs, and those without a value come last."""
        rows = [AnswerRow(report=report) for report in self.parts.reports]
        ordered = list(chosen)
        for column, descending in reversed(wanted.sort):
            ranks = dict(enumerate(wanted.ranks(column, rows)))
            present = [(rank, number) for number in ordered if (rank := ranks[number]) is not None]
            present.sort(key=lambda pair: pair[0], reverse=descending)
            ordered = [number for _, number in present] + [number for number in ordered if ranks[number] is None]
        return ordered

    def _hand_over_first(self, reader: CaseReader, chosen: list[int], wanted: Wanted, control: Control) -> None:
        count = sum(self._places.counts[number] for number in chosen)
        if count < LONG_TABLE or any(column not in _STORED_ORDERS for column, _ in wanted.sort):
            return
        order = [(_STORED_ORDERS[column], descending) for column, descending in wanted.sort]
        is_whole = len(chosen) == len(self.parts.reports)
        ids = None if is_whole else [self.parts.reports[number].id for number in chosen]
        answers = reader.top_answers(order, FIRST_ROWS, report_ids=ids)
        control.hand_over(FirstRows([self.parts.row(answer) for answer in answers], count))

    def _scanned(self, reader: CaseReader, chosen: list[int], wanted: Wanted, control: Control) -> NDArray[np.uint32]:
        from auditor_app.services.answer_scan import AnswerScan  # with numpy, at first use

        scan = AnswerScan(reader, self.parts, self._places, chosen, control)
        return scan.in_order(wanted) if wanted.sort else scan.matches(wanted.conditions, hands_over=True)

    def _shown_rows(self, places: NDArray[np.uint32], arrangement: Arrangement) -> NDArray[np.uint32]:
        """Places in stored order → the rows they are shown in, from the top."""
        import numpy as np

        if isinstance(arrangement, PlaceList):
            is_match = np.zeros(self.row_count(), dtype=bool)
            is_match[places] = True
            return is_match[arrangement.array].nonzero()[0].astype(np.uint32)
        if not isinstance(arrangement, ReportOrder):
            return places[:0]
        rows, starts = [], np.array(self._places.starts)
        first = 0
        for number in arrangement.numbers:
            low, high = np.searchsorted(places, starts[number : number + 2])
            rows.append(places[low:high].astype(np.int64) - starts[number] + first)
            first += self._places.counts[number]
        return np.concatenate(rows).astype(np.uint32) if rows else places[:0]


def open_answers(case: OpenCase) -> AnswerTable:
    """The answers of a case as it is now."""
    with case.reader() as reader:
        return AnswerTable(case, read_parts(reader))


def _are_of_reports(columns: Iterable[str]) -> bool:
    return all(column in REPORT_COLUMNS for column in columns)


def _accepts(condition: Condition, row: AnswerRow) -> bool:
    return any(condition.accepts(row, column) for column in condition.columns)
