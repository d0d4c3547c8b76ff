"""Take back the last change, or bring it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.domain.changes import Change
from auditor_app.storage.unit_of_work import UnitOfWork


def undo_change(case: Path, *, author: str, clock: Callable[[], datetime], seen: int | None = None) -> Change:
    """Take the last change in force out of force; nothing is deleted.  CaseRefusedError when there is none.

    `seen`: the number of the change that is meant; refused where another one came meanwhile.
    """
    with UnitOfWork(case, author, clock) as work:
        change = work.undo(seen)
        work.commit()
        return change


def redo_change(case: Path, *, author: str, clock: Callable[[], datetime], seen: int | None = None) -> Change:
    """Bring back the change undone last, if nothing newer was done since; `seen` as of `undo_change`."""
    with UnitOfWork(case, author, clock) as work:
        change = work.redo(seen)
        work.commit()
        return change
