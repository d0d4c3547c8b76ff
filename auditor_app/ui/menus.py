"""Builds the menu bar and the actions from the table in actions.py."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from auditor_app.foundation.translation import Texts
from auditor_app.ui.actions import ACTIONS, ActionSpec
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import Colours


def build_menus(
    window: QMainWindow,
    tops: dict[str, QMenu],
    texts: Texts,
    colours: Colours,
    handler_of: Callable[[ActionSpec], Callable[[], None]],
) -> dict[str, QAction]:
    """All actions by id, in the window's menus (`tops`: by their ids), with keys, icons and help."""
    menus = dict(tops)
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for spec in ACTIONS:
        menu = _menu(menus, spec.menu, texts)
        if spec.separator_before:
            menu.addSeparator()
        action = QAction(texts(f"action.{spec.id}"), window)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setStatusTip(texts(f"action.{spec.id}.help"))
        if spec.icon:
            action.setIcon(icon(spec.icon, colours.text))
        if spec.choice_of:
            action.setCheckable(True)
            group = groups.setdefault(spec.choice_of, QActionGroup(window))
            group.addAction(action)
        action.triggered.connect(handler_of(spec))
        menu.addAction(action)
        actions[spec.id] = action
    return actions


def _menu(menus: dict[str, QMenu], path: str, texts: Texts) -> QMenu:
    if path not in menus:
        parent, _, name = path.rpartition("/")
        menus[path] = _menu(menus, parent, texts).addMenu(texts(f"menu.{name}"))
    return menus[path]
