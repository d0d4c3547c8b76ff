"""Save, rename, remove and take over named views; each time one change, which can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.changes import canonical_json
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_views import NamedView
from auditor_app.services.view_definitions import check_definition, name_text
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

SHOWN_NAMES = 3


@dataclass(frozen=True)
class TakenOver:
    """What became of the views of a file."""

    new: int
    replaced: int
    equal: int
    """Already in the case as they are: not stored again."""


def save_view(case: Path, view: NamedView, *, author: str, clock: Callable[[], datetime]) -> NamedView:
    """A view of the same page and name is replaced; InputRefusedError for a name nobody could read."""
    name_text(view.name, "")
    check_definition(view.definition, view.name)
    own = replace(view, name=view.name.strip())
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("view_saved", {"name": own.name})
        work.save_view(own.page, own.name, dict(own.definition))
        work.commit()
    return own


def rename_view(case: Path, view: NamedView, name: str, *, author: str, clock: Callable[[], datetime]) -> NamedView:
    """WrongUsageError when another view of the page has that name."""
    name_text(name, "")
    renamed = replace(view, name=name.strip())
    if renamed == view:
        return view
    with CaseReader(case) as reader:
        if renamed.name in reader.named_views(view.page):
            raise WrongUsageError(Problem("views.name_taken", renamed.name))
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("view_saved", {"name": renamed.name})
        work.save_view(view.page, view.name, None)
        work.save_view(renamed.page, renamed.name, dict(renamed.definition))
        work.commit()
    return renamed


def remove_view(case: Path, view: NamedView, *, author: str, clock: Callable[[], datetime]) -> NamedView:
    """Undoing brings it back."""
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("view_saved", {"name": view.name})
        work.save_view(view.page, view.name, None)
        work.commit()
    return view


def take_over_views(case: Path, views: Sequence[NamedView], *, author: str, clock: Callable[[], datetime]) -> TakenOver:
    """Store the views of a file as one change; those of the same page and name are replaced."""
    with CaseReader(case) as reader:
        known = {page: reader.named_views(page) for page in {view.page for view in views}}
    equal = [view for view in views if _is_equal(known[view.page].get(view.name), view)]
    differing = [view for view in views if view not in equal]
    if differing:
        names = [view.name for view in differing]
        words = "、".join(names[:SHOWN_NAMES]) + ("…" if len(names) > SHOWN_NAMES else "")
        with UnitOfWork(case, author, clock) as work:
            work.begin_change("view_saved", {"name": words})
            for view in differing:
                work.save_view(view.page, view.name, dict(view.definition))
            work.commit()
    replaced = sum(view.name in known[view.page] for view in differing)
    return TakenOver(len(differing) - replaced, replaced, len(equal))


def _is_equal(known: dict[str, object] | None, view: NamedView) -> bool:
    return known is not None and canonical_json(known) == canonical_json(dict(view.definition))
