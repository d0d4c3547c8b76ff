"""Evidence of findings: attached from files, sources, notes and interviews, opened read-only, checked, taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from auditor_app.domain.findings import Evidence, EvidenceKind, Finding
from auditor_app.domain.provenance import Place
from auditor_app.domain.returns import SourceRow
from auditor_app.services.evidence_place import place_of_code
from auditor_app.services.opened_copies import OpenedCopies
from auditor_app.ui.desk import Desk
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.ui.finding_commands import FindingCommands

WRITTEN: tuple[EvidenceKind, ...] = ("note", "interview")


class SourceWindows(Protocol):
    """What opens documents of the case beside the window."""

    def show_source(self, place: Place) -> None: ...

    def show_source_row(self, source: SourceRow) -> None: ...

    def show_document(self, sha256: str) -> None: ...


class EvidenceCommands(QObject):
    """Part of the commands of findings."""

    def __init__(self, desktop: Desk, window: MainWindow, findings: FindingCommands) -> None:
        super().__init__(findings)
        self._desktop, self._window, self._findings = desktop, window, findings
        self._texts = window.texts
        self._copies = OpenedCopies()
        self._waiting: list[Path] = []
        """Files that were dropped together: one dialog after the other."""
        self.open_file: Callable[[Path], bool] = open_with_system
        """How a copy is shown; tests put one in its place that only notes it."""
        self.sources: SourceWindows | None = None
        """Opens documents of the case; given when the window is connected."""
        self.destroyed.connect(self._copies.close)

    def take_request(self, action: str, finding: Finding, subject: object) -> None:
        """attach_files (paths) | attach_<kind> | open (Evidence) | check | remove (Evidence)"""
        if action == "attach_files" and isinstance(subject, Sequence):
            self._attach_files(finding, [own for own in subject if isinstance(own, Path)])
        elif action in ("attach_file", "attach_external"):
            self._choose_files(finding, "file" if action == "attach_file" else "external")
        elif action == "attach_source":
            self._ask_source(finding)
        elif action in ("attach_note", "attach_interview"):
            self._ask(finding, "note" if action == "attach_note" else "interview")
        elif action == "check_evidence":
            self._check(finding)
        elif isinstance(subject, Evidence) and action == "open_evidence":
            self._open(subject)
        elif isinstance(subject, Evidence) and action == "remove_evidence":
            self._ask_removal(finding, subject)

    # --- attaching ------------------------------------------------------------------------------------

    def _choose_files(self, finding: Finding, kind: EvidenceKind) -> None:
        notices = self._desktop.notices
        title = self._texts(f"findingui.title.evidence.{kind}", number=finding.number)
        files = notices.files_to_open(title, self._texts("findingui.all_files")) if notices is not None else []
        self._attach_files(finding, files, kind)

    def _attach_files(self, finding: Finding, files: Sequence[Path], kind: EvidenceKind = "file") -> None:
        self._waiting = list(files)
        self._ask_next(finding, kind)

    def _ask_next(self, finding: Finding, kind: EvidenceKind) -> None:
        if self._waiting:
            self._ask(finding, kind, path=self._waiting.pop(0))

    def _ask_source(self, finding: Finding) -> None:
        """The place in the inspector; a number that was computed is named itself."""
        source, page = self._window.source(), self._window.current_page()
        explanation = self._window.inspector.explanation
        if source is not None:
            place, words = f"{source.sha256} {source.code()}", f"{source.document} {source.code()}"
        elif explanation is not None and page is not None:
            from auditor_app.services.word_explanation import title_words

            place, words = explanation.figure_id, title_words(self._texts, explanation, "western")
        else:
            self._findings.tell("warning", self._texts("findingui.no_source"))
            return
        self._ask(finding, "source", place=place, place_words=words)

    def _ask(self, finding: Finding, kind: EvidenceKind, **of_what: Any) -> None:
        from auditor_app.ui.dialogs.evidence_dialog import EvidenceDialog

        context = self._window.context
        dialog = EvidenceDialog(context, finding.number, kind, self._findings.by(), self._window, **of_what)
        dialog.rejected.connect(self._waiting.clear)
        self._findings.open(dialog, partial(self._attach, finding))

    def _attach(self, finding: Finding, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        fields = finding_work.EvidenceFields(
            finding.number,
            dialog.kind,
            dialog.title_line.text().strip(),
            dialog.text.toPlainText().strip(),
            dialog.effective_on(),
            dialog.person.text().strip(),
            dialog.path,
            dialog.place,
            dialog.by.text(),
        )
        told = self._texts("findingui.told.attached", number=finding.number, title=fields.title)
        self._findings.change(
            partial(finding_work.attach, fields), "", partial(self._attached, told, finding, dialog.kind)
        )

    def _attached(self, told: str, finding: Finding, kind: EvidenceKind, _result: object) -> None:
        self._findings.tell("good", told)
        self._ask_next(finding, kind)

    # --- looking --------------------------------------------------------------------------------------

    def _open(self, evidence: Evidence) -> None:
        """A file in its own program, from a read-only copy; a source where it stands; the rest is read on the page."""
        if evidence.kind == "source":
            self._show_source(evidence.place)
        elif evidence.kind in ("file", "external"):
            from auditor_app.ui.finding_work import copy_of

            work = partial(copy_of, self._window.context.case, evidence, self._copies.folder())
            title = self._texts("findingui.opening", name=evidence.file_name)
            self._desktop.jobs.start("read", title, work, self._show_file)

    def _show_file(self, copy: Path) -> None:
        if not self.open_file(copy):
            self._findings.tell("warning", self._texts("findingui.no_program", name=copy.name))

    def _show_source(self, place: str) -> None:
        sha256, _, code = place.partition(" ")
        with self._window.context.case.reader() as reader:
            document = next((own for own in reader.documents() if own.sha256 == sha256), None)
        if document is None or self.sources is None:
            self._window.go_to_figure(place)
            return
        found = place_of_code(document.name, sha256, code)
        if isinstance(found, SourceRow):
            self.sources.show_source_row(found)
        elif found is not None and document.is_text:
            self.sources.show_source(found)
        else:
            self.sources.show_document(sha256)

    def _check(self, finding: Finding) -> None:
        """Files that lie elsewhere are read for it, which may take long."""
        from auditor_app.ui.finding_work import states_of

        work = partial(states_of, finding.evidence)
        take = partial(self._show_states, finding.number)
        self._desktop.jobs.start("read", self._texts("findingui.checking"), work, take)

    def _show_states(self, number: str, states: dict[int, str]) -> None:
        page = self._window.current_page()
        if page is not None and page.page_id == "findings":
            page.show_evidence_states(number, states)  # type: ignore[attr-defined]

    # --- taking out -----------------------------------------------------------------------------------

    def _ask_removal(self, finding: Finding, evidence: Evidence) -> None:
        from auditor_app.ui.dialogs.evidence_removal_dialog import EvidenceRemovalDialog

        dialog = EvidenceRemovalDialog(self._window.context, evidence, self._findings.by(), self._window)
        self._findings.open(dialog, partial(self._remove, finding.number))

    def _remove(self, number: str, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        work = partial(finding_work.remove, number, dialog.evidence.id, dialog.reason.text(), dialog.by.text())
        self._findings.change(work, self._texts("findingui.told.removed", title=dialog.evidence.title))


def open_with_system(path: Path) -> bool:
    """Show a file in the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
