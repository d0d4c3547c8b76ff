"""Takes pictures of the life of a finding: raised on a weak cell, proven, signed, answered, carried into a new year.

    python packaging/take_finding_pictures.py CASE OUT LANGUAGE THEME

CASE is a practice case, which is copied and left as it was.  `take_screenshots.py` calls it once for each language
and theme, offscreen.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Language
from auditor_app.ui.desktop import Desktop
from auditor_app.ui.guards import log_qt_message
from auditor_app.ui.screenshot import settle

SIZE = (1280, 800)
WORDS = {
    "ja": {
        "author": "監査 花子",
        "second": "次席 次郎",
        "recommendation": "格付けの手順を全部局に周知し、四半期ごとに実施状況を確認すること。",
        "cause": "手順書が地方の部局に配布されていない。",
        "answer": "指摘のとおり、周知が不足していました。",
        "plan": "九月末までに全部局で研修を行います。",
        "file": "格付けの規程.txt",
        "note": "率は上がったが、まだ全員ではない。",
    },
    "en": {
        "author": "A. Auditor",
        "second": "B. Reviewer",
        "recommendation": "Make the procedure for classification known to every bureau and check it quarterly.",
        "cause": "The procedure was not handed out to the regional bureaus.",
        "answer": "The finding is accepted: it was not made known well enough.",
        "plan": "Training in every bureau by the end of September.",
        "file": "classification-rule.txt",
        "note": "The rate has risen, but not everyone carries it out.",
    },
}


class Story:
    """One finding, from step to step; each yields the name of a picture and what is on it."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        assert desktop.window is not None
        assert desktop.commands is not None
        self.desktop, self.window, self.folder = desktop, desktop.window, folder
        self.commands = desktop.commands
        self.words = WORDS[desktop.language]

    def told(self) -> Iterator[tuple[str, QWidget]]:
        yield from self.raised()
        yield from self.proven()
        yield from self.signed()
        yield from self.answered()
        yield from self.carried()

    def raised(self) -> Iterator[tuple[str, QWidget]]:
        self.window.go_to("rates", "")
        self.window.choose_year(2006)
        self.rest()
        table = self.page().current_table()
        table.select_row(table.model.first_key(), "3:implementation")
        self.rest()
        self.commands.actions["raise_finding"].trigger()
        dialog = self.dialog()
        for name in ("cause", "recommendation"):
            dialog.editor.prose[name].setPlainText(self.words[name])
        dialog.editor.due.setText("2007-09-30")
        yield "1-raise", dialog
        self.save(dialog)
        yield "2-inspector", self.window

    def proven(self) -> Iterator[tuple[str, QWidget]]:
        self.window.go_to("findings", "finding:2006-001")
        self.rest()
        file = self.folder / self.words["file"]
        file.write_text("第3条", encoding="utf-8")
        self.page().finding_requested.emit("attach_files", self.page().finding(), [file])
        dialog = self.dialog()
        dialog.effective.setText("2006-10-01")
        yield "3-attach", dialog
        self.save(dialog)
        self.page().detail.show_tab("evidence")
        yield "4-evidence", self.window

    def signed(self) -> Iterator[tuple[str, QWidget]]:
        self.step("submit", self.words["author"])
        yield "5-under-review", self.window
        self.page().detail.moves.by.setText(self.words["second"])
        self.page().detail.moves.buttons["sign_off"].click()
        dialog = self.dialog()
        yield "6-sign-off", dialog
        self.save(dialog)
        self.page().detail.moves.by.setText(self.words["author"])

    def answered(self) -> Iterator[tuple[str, QWidget]]:
        self.page().detail.moves.buttons["answer"].click()
        dialog = self.dialog()
        dialog.answer.setPlainText(self.words["answer"])
        dialog.plan.setPlainText(self.words["plan"])
        dialog.received.setText(date(2007, 4, 10).isoformat())
        dialog.due.setText("2007-09-30")
        yield "7-response", dialog
        self.save(dialog)
        self.page().detail.show_tab("history")
        yield "8-history", self.window

    def carried(self) -> Iterator[tuple[str, QWidget]]:
        self.commands.of_years.start_year()
        self.rest()
        starting = self.commands.of_years.dialog
        assert starting is not None
        yield "9-carry-over", starting
        starting.reject()
        self.window.go_to("findings", "finding:2006-001")
        self.window.choose_year(2006)
        self.rest()
        self.page().finding_requested.emit("follow_up", self.page().finding(), 2007)
        dialog = self.dialog()
        dialog.outcomes["persisting"].click()
        dialog.note.setPlainText(self.words["note"])
        yield "10-follow-up", dialog
        self.save(dialog)
        self.window.choose_year(2007)
        self.rest()
        self.page().detail.show_tab("answers")
        yield "11-next-year", self.window

    # --- plumbing -----------------------------------------------------------------------------------

    def page(self) -> Any:
        return self.window.current_page()

    def dialog(self) -> Any:
        self.rest()
        dialog = self.commands.findings.dialog
        if dialog is None:
            raise RuntimeError("no dialog is open")
        return dialog

    def save(self, dialog: Any) -> None:
        dialog.save_button.click()
        self.rest()
        if self.commands.findings.dialog is not None:
            raise RuntimeError(dialog.words.text())

    def step(self, name: str, by: str) -> None:
        self.page().detail.moves.by.setText(by)
        self.page().detail.moves.buttons[name].click()
        self.save(self.dialog())

    def rest(self) -> None:
        settle()
        while self.desktop.is_busy():
            settle()


def main(case: Path, out: Path, language: str, theme: str) -> None:
    qInstallMessageHandler(log_qt_message)
    application = QApplication(["auditor-app"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder / "settings.json")
        settings.set("theme", theme)
        desktop = Desktop(
            application,
            settings,
            language=cast(Language, language),
            author=WORDS[language]["author"],
            clock=lambda: datetime.now(UTC),
        )
        window = desktop.open_case(Path(shutil.copy(case, folder / case.name)), "findings", "")
        window.resize(*SIZE)
        settle()
        story = Story(desktop, folder)
        for picture, widget in story.told():
            story.rest()
            widget.grab().save(str(out / f"finding-{picture}-{language}-{theme}.png"))
        desktop.close()
        settle()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
