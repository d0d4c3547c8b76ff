"""What was computed from one state of a case, kept until the case changes: several pages ask for the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")

MOST_KEPT = 12
"""Results: five years' returns and rates and what compares them.  A year's returns of the planning size take 6 MB."""


class CaseMemory:
    """Belongs to an open case and is asked through its readers; may be used from several threads.

    Results are shared, so they must not be changed by whoever gets them.
    """

    def __init__(self) -> None:
        self._state: Hashable = None
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def remembered(self, state: Hashable, key: Hashable, make: Callable[[], T]) -> T:
        """The result kept for `key` in that state of the case, else a new one; another state forgets everything."""
        with self._lock:
            if state != self._state:
                self._state = state
                self._kept.clear()
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
        made = make()  # outside the lock: it takes long, and making it twice does no harm
        with self._lock:
            if state == self._state:
                self._kept[key] = made
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return made
