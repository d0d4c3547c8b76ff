"""Save, change or remove a topic; each is a change of its own that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.weak_areas import Topic
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.storage.unit_of_work import UnitOfWork


def save_topic(
    case: Path, topic: Topic, *, author: str, clock: Callable[[], datetime], former: Topic | None = None
) -> None:
    """A topic of the same name is replaced; WrongUsageError without a name or without anything it covers.

    `former`: what was edited; under another name it goes in the same change.
    """
    if not topic.name.strip():
        raise WrongUsageError(Problem("topic.no_name"))
    if not (topic.sections or topic.part or topic.is_removed):
        raise WrongUsageError(Problem("topic.covers_nothing", topic.name))
    with UnitOfWork(case, author, clock) as work:
        name = topic.name.strip()
        work.begin_change("topic_saved", {"name": name})
        if former is not None and former.name != name:
            work.save_topic(replace(former, is_removed=True))
        work.save_topic(replace(topic, name=name))
        work.commit()


def remove_topic(case: Path, topic: Topic, *, author: str, clock: Callable[[], datetime]) -> None:
    """Out of the list, also a shipped one; undoing brings it back."""
    save_topic(case, replace(topic, is_removed=True), author=author, clock=clock)
