"""Where pages find and leave the arrangement of their tables: in the case, else in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor_app.services.page_layouts import keep_layout, layout_of_page
from auditor_app.ui.context import PageContext

if TYPE_CHECKING:
    from auditor_app.ui.page import Page

_SETTING, _OWNER = "tables", "case"
"""In the settings lies what a case that could not be written should hold, and which case that is."""


def stored_tables(context: PageContext, page_id: str) -> dict[str, Any]:
    """State by table name, of the window before or else of the case, which is read once."""
    stored = layout_of_page(context.case, page_id)
    waiting = _waiting(context)
    kept = {key.removeprefix(f"{page_id}."): state for key, state in waiting.items() if key.startswith(f"{page_id}.")}
    return {**stored, **kept, **context.carried_tables.get(page_id, {})}


def keep_tables(context: PageContext, page: Page) -> None:
    """Write the page's tables where they differ from what was read or written last."""
    if page.kept_states is None:
        return
    states = page.lasting_states()
    if states == page.kept_states:
        return
    own = {f"{page.page_id}.{name}": state for name, state in states.items()}
    waiting = _waiting(context)
    if keep_layout(context.case, page.page_id, page.stored_tables | states):
        page.kept_states = states
        left = {key: state for key, state in waiting.items() if key not in own}
    else:
        left = waiting | own
    if left != waiting:
        context.settings.set(_SETTING, {_OWNER: str(context.case.path), **left} if left else {})


def _waiting(context: PageContext) -> dict[str, Any]:
    """What the settings hold for this case."""
    record = context.settings.record(_SETTING)
    if record.get(_OWNER) != str(context.case.path):
        return {}
    return {key: state for key, state in record.items() if key != _OWNER}
