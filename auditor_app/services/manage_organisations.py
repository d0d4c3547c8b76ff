"""Changes the lineage of organisations and the auditor's joined series; each is one change that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.lineage_edits import EditGround, LineageEdit
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_organisations import edit_ground
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]


def apply_edit(case: Path, edit: LineageEdit, *, author: str, clock: Clock) -> None:
    """Stores an edit made by `domain.lineage_edits`.

    WrongUsageError with every reason when it would leave a lineage that cannot be, or when what it takes away is no
    longer there; then nothing is written.  Checked and written under the lock of the case.
    """
    with UnitOfWork(case, author, clock) as work:
        ground = _ground(case)
        _check_that_rows_are_there(ground, edit)
        problems = ground.problems(edit)
        if problems:
            raise WrongUsageError(*problems)
        if edit.is_empty:
            return
        work.begin_change("organisations_edited", {"name": edit.words})
        _write(work, edit)
        work.commit()


def save_joined_series(
    case: Path, own: JoinedSeries, *, former: JoinedSeries | None = None, author: str, clock: Clock
) -> None:
    """A series of bodies the auditor looks at as one; `former`: what it replaces, also under another name."""
    own = replace(own, name=own.name.strip(), english=own.english.strip())
    with UnitOfWork(case, author, clock) as work:
        problems = _ground(case).problems_of_series(own, former)
        if problems:
            raise WrongUsageError(*problems)
        work.begin_change("series_joined", {"name": own.name})
        if former is not None and former.name != own.name:
            work.save_joined_series(replace(former, is_removed=True))
        work.save_joined_series(own)
        work.commit()


def remove_joined_series(case: Path, own: JoinedSeries, *, author: str, clock: Clock) -> None:
    """Its bodies stand on their own again; undoing brings it back."""
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("series_joined", {"name": f"− {own.name}"})
        work.save_joined_series(replace(own, is_removed=True))
        work.commit()


def _write(work: UnitOfWork, edit: LineageEdit) -> None:
    """What is taken goes first, so that a name can be given again with other days."""
    work.retract("organisation_name", [name.id for _, name in edit.taken_names])
    work.retract("organisation_link", [link.id for link in edit.taken_links])
    made: dict[int, int] = {}
    for identifier, name in edit.names:
        if identifier < 0 and identifier not in made:
            made[identifier] = work.add_organisation([name])
        else:
            work.add_organisation_name(made.get(identifier, identifier), name)
    for link in edit.links:
        before, after = (None if own is None else made.get(own, own) for own in (link.from_id, link.to_id))
        work.add_organisation_link(before, after, link.kind, link.on_date)


def _check_that_rows_are_there(ground: EditGround, edit: LineageEdit) -> None:
    """What the edit takes away, or adds to, may have changed since it was looked at."""
    bodies = {body.id for body in ground.lineage.organisations}
    names = {(body.id, name.id, name) for body in ground.lineage.organisations for name in body.names}
    links = {(link.id, link) for link in ground.lineage.links}
    added_to = {own for own, _ in edit.names} | {
        own for link in edit.links for own in (link.from_id, link.to_id) if own
    }
    is_there = (
        {(body, name.id, name) for body, name in edit.taken_names} <= names
        and {(link.id, link) for link in edit.taken_links} <= links
        and {own for own in added_to if own > 0} <= bodies
    )
    if not is_there:
        raise WrongUsageError(Problem("lineage.changed_meanwhile", edit.words))


def _ground(case: Path) -> EditGround:
    with CaseReader(case) as reader:
        return edit_ground(reader)
