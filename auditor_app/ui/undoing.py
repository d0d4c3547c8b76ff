"""Whose change undo and redo are about: what another person or program did is taken back only when that is agreed."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.changes import Change, LogEntry
from auditor_app.services.word_log import change_words
from auditor_app.ui.desk import Desk
from auditor_app.ui.main_window import MainWindow


class Undoing:
    """Knows from the log who did what last, and which of it came from elsewhere while the window was open."""

    def __init__(self, desktop: Desk, window: MainWindow) -> None:
        self._desktop, self._window, self._texts = desktop, window, window.texts
        self._last: dict[int, LogEntry] = {}
        self._elsewhere: set[int] = set()
        """Sequence numbers of entries another program wrote."""
        self._shown = 0

    def take_log(self, log: Sequence[LogEntry], *, is_elsewhere: bool) -> None:
        """The log as the screen shows it now; `is_elsewhere`: what is new in it was not done here."""
        if is_elsewhere:
            self._elsewhere |= {entry.sequence for entry in log[self._shown :]}
        self._last = {entry.change_id: entry for entry in log if entry.change_id is not None}
        self._shown = len(log)

    def is_agreed(self, action: str, change: Change) -> bool:
        """One's own changes without a question; of any other it is said whose it was, what, and when."""
        entry = self._last.get(change.id)
        if entry is None or (entry.author == self._desktop.author and entry.sequence not in self._elsewhere):
            return True
        notices, texts = self._desktop.notices, self._texts
        if notices is None:
            return False
        title = texts(f"action.{action}")
        values = {
            "what": change_words(texts, change.kind, change.summary),
            "author": entry.author,
            "at": self._window.context.time_text(entry.at),
        }
        return notices.choice(title, texts(f"undo_other.{action}", **values), [title]) == 0
