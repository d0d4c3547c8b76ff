"""Makes a new case file: built beside, checked, then put in place whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from auditor_app.storage.case_file import check_case
from auditor_app.storage.refusals import refused
from auditor_app.storage.revisions import apply_revisions
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.whole_files import file_beside, put_in_place
from auditor_app.storage.writer import refusing_unwritable, writing_engine


def create_case(
    path: Path,
    *,
    app_version: str,
    author: str,
    clock: Callable[[], datetime],
    is_practice: bool = False,
    fill: Callable[[UnitOfWork], None] | None = None,
) -> None:
    """A new case at `path`, with the change `case_created` as the first line of its log.

    `fill` adds what a case has from the start, in that same change, so that it is never undone.
    Refuses a name that is taken and a folder that is missing or read-only; leaves nothing half made.
    """
    if path.exists() or path.is_symlink():
        raise refused("case.exists", path)
    with file_beside(path) as beside:
        with refusing_unwritable(path):
            _build_schema(beside)
            with UnitOfWork(beside, author, clock) as work:
                work.begin_change("case_created", {"app_version": app_version, "is_practice": is_practice})
                work.add_case_info(str(uuid.uuid4()), clock().astimezone(UTC), app_version, is_practice)
                if fill is not None:
                    fill(work)
                work.commit()
        check_case(beside)
        put_in_place(beside, path)


def _build_schema(path: Path) -> None:
    engine = writing_engine(path)
    try:
        with engine.begin() as connection:
            apply_revisions(connection)
    finally:
        engine.dispose()
