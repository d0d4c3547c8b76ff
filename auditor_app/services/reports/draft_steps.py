"""Changes of definitions that are not saved yet, taken back and made again one after the other."""

from __future__ import annotations

from collections import defaultdict

from auditor_app.services.reports.drafts import Draft

MOST_STEPS = 200


class DraftSteps:
    """Of each definition by its key; the case's own undo knows nothing of them."""

    def __init__(self) -> None:
        self._done: defaultdict[str, list[Draft]] = defaultdict(list)
        self._undone: defaultdict[str, list[Draft]] = defaultdict(list)

    def add(self, key: str, before: Draft) -> None:
        """Something was changed; what had been taken back cannot be made again."""
        self._done[key] = [*self._done[key], before][-MOST_STEPS:]
        self._undone.pop(key, None)

    def can_undo(self, key: str) -> bool:
        return bool(self._done.get(key))

    def can_redo(self, key: str) -> bool:
        return bool(self._undone.get(key))

    def undo(self, key: str, now: Draft) -> Draft:
        """As it was before the last step; IndexError where there is none."""
        before = self._done[key].pop()
        self._undone[key].append(now)
        return before

    def redo(self, key: str, now: Draft) -> Draft:
        after = self._undone[key].pop()
        self._done[key].append(now)
        return after

    def forget(self, key: str) -> None:
        """Saved, discarded or renamed: from here on the case's own undo holds."""
        self._done.pop(key, None)
        self._undone.pop(key, None)
