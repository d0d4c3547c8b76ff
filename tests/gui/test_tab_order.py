"""Tab goes through a dialog as one reads it, and its buttons come last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from auditor_app.ui.dialogs.finding_raise_dialog import FindingRaiseDialog
from auditor_app.ui.dialogs.report_export_dialog import ReportExportDialog
from tests.auditor import Auditor
from tests.journeys.test_exporting import opened

MOST_STOPS = 60


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], practice_case: Path) -> Iterator[Auditor]:
    auditor = sit_down(practice_case, year=2006)
    yield auditor
    for dialog in auditor.window.findChildren(QDialog):
        dialog.done(0)
    auditor.settle()


def stops(dialog: QWidget, first: QWidget) -> list[QWidget]:
    """Where Tab leads, until it is back where it began."""
    first.setFocus()
    found = [first]
    for _ in range(MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert here is not None
        if here is first:
            return found
        found.append(here)
    raise AssertionError([own.accessibleName() for own in found])


def in_order(found: list[QWidget], wanted: list[QWidget]) -> bool:
    """Whether these are met in this order, wherever else Tab leads in between."""
    places = [next(n for n, own in enumerate(found) if own is one or one.isAncestorOf(own)) for one in wanted]
    return places == sorted(places)


def test_the_dialog_that_raises_a_finding(auditor: Auditor) -> None:
    auditor.go("coverage")
    auditor.press(Qt.Key.Key_F9)
    auditor.settle()
    dialog = cast(FindingRaiseDialog, auditor.commands.findings.dialog)
    editor = dialog.editor
    found = stops(dialog, dialog.new)
    written = [editor.title, editor.kind, editor.severity, *editor.prose.values()]
    about = [editor.figures, editor.organisations, *editor.area.values(), editor.role, editor.topic, editor.owner]
    assert in_order(found, [*written, *about, editor.due, editor.tags, dialog.by, dialog.save_button])
    assert {own.parentWidget() for own in found[-2:]} == {dialog.buttons}


def test_the_dialog_of_exports(auditor: Auditor) -> None:
    auditor.go("coverage")
    dialog = opened(auditor)
    auditor.wait_for(dialog.write_button.isEnabled)
    found = stops(dialog, dialog.formats)
    fields = dialog.fields
    assert in_order(found, [dialog.formats, fields.language, fields.folder, dialog.write_button])
    assert {own.parentWidget() for own in found[-2:]} == {dialog.buttons}


def test_the_dialog_of_report_exports(auditor: Auditor) -> None:
    auditor.go("reports")
    auditor.choose("export")
    auditor.settle()
    dialog = cast(ReportExportDialog, auditor.commands.reports.dialog)
    found = stops(dialog, dialog.year)
    lines = [line.box for line in dialog.lines.values()]
    assert in_order(found, [dialog.year, dialog.folder, dialog.folder_button, dialog.name, *lines])
    assert found[-1].parentWidget() is dialog.export_button.parentWidget()
