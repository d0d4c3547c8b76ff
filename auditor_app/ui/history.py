"""Where the user has been: back and forward over page, year and figure."""

from __future__ import annotations

from dataclasses import dataclass

LIMIT = 100


@dataclass(frozen=True)
class Stop:
    """A place in the program."""

    page: str
    fiscal_year: int
    figure_id: str = ""
    is_drill: bool = False
    """Reached by following a figure: a step of its own, also on the same page."""


class History:
    """Like a browser's: a new stop after going back forgets the way forward."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    def visit(self, stop: Stop) -> None:
        """Remember a new stop; the same page and year without a figure of their own only take over the newer one."""
        if self._at >= 0:
            here = self._stops[self._at]
            is_same_place = (here.page, here.fiscal_year) == (stop.page, stop.fiscal_year)
            if is_same_place and (not stop.is_drill or here.figure_id == stop.figure_id):
                self._stops[self._at] = stop
                return
        del self._stops[self._at + 1 :]
        self._stops = [*self._stops, stop][-LIMIT:]
        self._at = len(self._stops) - 1

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._stops) - 1

    def back(self) -> Stop:
        self._at -= 1
        return self._stops[self._at]

    def forward(self) -> Stop:
        self._at += 1
        return self._stops[self._at]
