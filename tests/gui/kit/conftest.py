"""A practice table and charts in a window that was never on a screen."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.foundation.paths import resources_folder
from auditor_app.foundation.translation import Texts
from auditor_app.ui.palettes import Theme
from auditor_app.ui.theme import apply_theme
from auditor_app.ui.widgets.data_table import DataTable
from tests.gui.kit.rows import practice_model


@pytest.fixture
def texts() -> Texts:
    """The kit's own texts only: it must not need anyone else's."""
    return Texts("ja", json.loads((resources_folder() / "translations" / "kit.json").read_text(encoding="utf-8")))


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, texts: Texts) -> Iterator[DataTable]:
    colours = apply_theme(qapp, Theme.LIGHT)
    model = practice_model()
    table = DataTable(model, texts, colours, name="演習の表")
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(800, 400)
    with qtbot.waitExposed(table):
        table.show()
    table.activateWindow()
    table.view.setFocus()
    yield table
    table.close()
