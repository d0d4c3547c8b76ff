"""Topics of the auditor: made, changed and removed from the page of weak areas, each time as a change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.domain.weak_areas import Topic
    from auditor_app.ui.dialogs.topic_dialog import TopicDialog


class TopicCommands(QObject):
    """The page says which topic; the dialog says what becomes of it."""

    def __init__(self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_changed = desktop, window, on_changed
        self._texts = window.texts
        self._former: Topic | None = None
        self.dialog: TopicDialog | None = None

    def take_request(self, action: str, topic: Topic | None) -> None:
        """`action` is new, edit or remove.  Removing asks nothing: undo brings the topic back."""
        if action == "remove" and topic is not None:
            self._change(partial(_remove, topic), self._texts("topic.removed", name=topic.name))
        elif action != "remove":
            self._open(topic)

    def _open(self, topic: Topic | None) -> None:
        from auditor_app.services.browse_topics import topics_of_case
        from auditor_app.services.topic_sections import topic_ground
        from auditor_app.ui.dialogs.topic_dialog import TopicDialog

        page = self._window.current_page()
        if self.dialog is not None or page is None:
            return
        with self._window.context.case.reader() as reader:
            ground = topic_ground(reader, page.fiscal_year)
            others = [own.name for own in topics_of_case(reader) if topic is None or own.name != topic.name]
        self._former = topic
        self.dialog = TopicDialog(self._window.context, ground, topic, others, self._window)
        self.dialog.finished.connect(self._take_answer)
        self.dialog.open()

    def _take_answer(self, answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        topic = dialog.topic()
        if answer == QDialog.DialogCode.Accepted and topic != self._former:
            self._change(partial(_save, topic, self._former), self._texts("topic.saved", name=topic.name))
        dialog.deleteLater()

    def _change(self, work: Callable[..., None], told: str) -> None:
        job = partial(work, self._window.context.case.path, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts("topic.storing"), job, partial(self._take_changed, told))

    def _take_changed(self, told: str, _result: object) -> None:
        self._on_changed()
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", [told])


def _save(topic: Topic, former: Topic | None, case: Path, author: str, clock: Any, _control: JobControl) -> None:
    from auditor_app.services.save_topic import save_topic  # writing needs SQLAlchemy

    save_topic(case, topic, author=author, clock=clock, former=former)


def _remove(topic: Topic, case: Path, author: str, clock: Any, _control: JobControl) -> None:
    from auditor_app.services.save_topic import remove_topic

    remove_topic(case, topic, author=author, clock=clock)
