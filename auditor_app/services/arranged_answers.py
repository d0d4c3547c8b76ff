"""The answers of the big table as it is filtered and ordered, on their way into a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor_app.domain.returns import StoredAnswer
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.services.answer_order import PlaceList, ReportOrder, ReportPlaces
from auditor_app.services.answer_parts import AnswerParts, AnswerRow, read_parts
from auditor_app.services.answer_stream import AnswerStream
from auditor_app.services.big_tables import Arrangement, Control
from auditor_app.services.browse_items import AnswerFields
from auditor_app.storage.reading import CaseReader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLACES_AT_ONCE = 500_000
"""Answers in an order that is not the stored one are gathered, 30 bytes each, by reading all reports through once."""
ROWS_AT_ONCE = 2000


class CaseHasChangedError(UserError):
    """The table shows a state of the case that is no more."""


@dataclass(frozen=True)
class ArrangedAnswers:
    """Which answers are shown and in which order; nothing is read before `stream` is called, on a worker."""

    parts: AnswerParts
    arrangement: Arrangement

    def __len__(self) -> int:
        return len(self.arrangement)

    def stream(self, reader: CaseReader, control: Control) -> AnswerStream:
        """The rows of the view `items`; making them raises CancelledByUserError when they are no longer wanted."""
        batches = self._batches(reader, control)
        return AnswerStream(AnswerFields(reader), {own.id: own for own in reader.reports()}, batches)

    def rows(self, reader: CaseReader, control: Control) -> list[AnswerRow]:
        """The same as the table shows them, all in memory."""
        return [self.parts.row(answer) for batch in self._batches(reader, control) for answer in batch]

    def _batches(self, reader: CaseReader, control: Control) -> Iterator[Sequence[StoredAnswer]]:
        """CaseHasChangedError, at once, where the table shows another state."""
        if read_parts(reader).reports != self.parts.reports:
            raise CaseHasChangedError(Problem("export.case_changed"))
        match self.arrangement:
            case ReportOrder(numbers=numbers):
                return self._reports(reader, numbers, control)
            case PlaceList(array=places):
                return self._places(reader, places, control)
        raise ValueError("rows of an arrangement that is still being made")

    def _reports(
        self, reader: CaseReader, numbers: Sequence[int], control: Control
    ) -> Iterator[Sequence[StoredAnswer]]:
        done = 0
        for number in numbers:
            control.report(done, len(self))
            answers = reader.answers(self.parts.reports[number].id)
            yield answers
            done += len(answers)

    def _places(
        self, reader: CaseReader, places: NDArray[np.uint32], control: Control
    ) -> Iterator[Sequence[StoredAnswer]]:
        for first in range(0, len(places), PLACES_AT_ONCE):
            wanted = places[first : first + PLACES_AT_ONCE]
            columns = _gathered(reader, self.parts, wanted, _Share(control, first, len(wanted), len(places)))
            for start in range(0, len(wanted), ROWS_AT_ONCE):
                lists = [column[start : start + ROWS_AT_ONCE].tolist() for column in columns]
                obliged, implemented = ([None if own < 0 else own for own in lists[at]] for at in (3, 4))
                yield list(map(StoredAnswer, lists[0], lists[1], lists[2], obliged, implemented, lists[5]))


def _gathered(
    reader: CaseReader, parts: AnswerParts, wanted: NDArray[np.uint32], control: Control
) -> list[NDArray[np.int32]]:
    """The columns of a StoredAnswer for these places, in their order; -1 is "not reported"."""
    import numpy as np

    from auditor_app.services.answer_scan import AnswerScan

    places = ReportPlaces([own.answer_count for own in parts.reports])
    numbers = np.unique(np.searchsorted(np.array(places.starts), wanted, side="right") - 1).tolist()
    ids = np.array([own.id for own in parts.reports], dtype=np.int32)
    order = np.argsort(wanted).astype(np.uint32)
    ascending = wanted[order]
    columns = [np.empty(len(wanted), dtype=np.int32) for _ in StoredAnswer._fields]
    scan = AnswerScan(reader, parts, places, numbers, control)
    for chunk in scan.chunks({"item", "role", "obliged", "implemented", "source"}):
        if not len(chunk.place):
            continue
        low, high = np.searchsorted(ascending, [chunk.place[0], int(chunk.place[-1]) + 1])
        at, rows = np.searchsorted(chunk.place, ascending[low:high]), order[low:high]
        columns[0][rows] = ids[chunk.report[at]]
        for name, column in zip(StoredAnswer._fields[1:], columns[1:], strict=True):
            column[rows] = chunk.columns[name][at]
    return columns


@dataclass(frozen=True)
class _Share:
    """Reports one pass as a part of the whole."""

    control: Control
    before: int
    share: int
    total: int

    def is_cancelled(self) -> bool:
        return self.control.is_cancelled()

    def report(self, done: int, total: int) -> None:
        self.control.report(self.before + self.share * done // max(total, 1), self.total)

    def hand_over(self, value: object) -> None:
        self.control.hand_over(value)
