"""The proposal of a table: what the file is taken for, what accepting it would do, and what must be decided first."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping, FileWishes, OnConflict, TableProposal, UnknownName
from auditor_app.foundation.errors import UserError
from auditor_app.services.table_fields import mapping_for
from auditor_app.services.tables.problem_words import problem_line
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.columns_tab import ColumnsTab, sheet_of
from auditor_app.ui.dialogs.table_proposal.conflicts_tab import ConflictsTab
from auditor_app.ui.dialogs.table_proposal.count_tiles import CountTiles
from auditor_app.ui.dialogs.table_proposal.decisions import Decisions, NameChoice, NameId, open_points, rows_to_store
from auditor_app.ui.dialogs.table_proposal.foot_panel import FootPanel
from auditor_app.ui.dialogs.table_proposal.head_panel import PUBLISHED_TEXT, HeadPanel
from auditor_app.ui.dialogs.table_proposal.list_tabs import RefusedTab, TotalsTab
from auditor_app.ui.dialogs.table_proposal.names_tab import NamesTab
from auditor_app.ui.table_import import TableImport

SETTLING_MILLISECONDS = 250
"""Between two changes of the columns; reading anew after each turn of a wheel would only be given up again."""
SIZE = (1120, 720)
LEAST_SIZE = (640, 480)
MARGIN = 40
"""Left free at the edges of a small screen."""


class TableProposalDialog(QDialog):
    """Nothing is stored before the auditor accepts; closing leaves the case as it is."""

    published_text_wanted = Signal()
    """the auditor says that the file is a published text"""
    store_wanted = Signal()
    """everything is decided and accepted; the dialog stays until it is stored"""

    def __init__(
        self, context: PageContext, reading: TableImport, parent: QWidget | None = None, *, is_of_list: bool = False
    ) -> None:
        """`is_of_list`: accepting settles the file's decisions; it is stored with the other files of the list."""
        super().__init__(parent)
        self._context, self._texts, self.reading = context, context.texts, reading
        self.proposal: TableProposal | None = None
        self.decisions = Decisions()
        self._is_counted = False
        self._names: dict[NameId, UnknownName] = {}
        document = reading.file.name
        self.setWindowTitle(context.titled(self._texts("proposal.title", document=document)))
        with context.case.reader() as reader:
            organisations = [own.names[-1].name for own in reader.organisations()]
        self.head = HeadPanel(context, self)
        self.tiles = CountTiles(context, self)
        self.columns = ColumnsTab(context, organisations, self)
        self.refused = RefusedTab(context, document, self)
        self.names = NamesTab(context, document, self)
        self.conflicts = ConflictsTab(context, document, self)
        self.totals = TotalsTab(context, document, self)
        self.foot = FootPanel(context, self, is_of_list=is_of_list)
        self.pages: dict[str, QWidget] = {
            "columns": self.columns,
            "refused": self.refused,
            "names": self.names,
            "conflicts": self.conflicts,
            "totals": self.totals,
        }
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLING_MILLISECONDS)
        self._wished_mapping: ColumnMapping | None = None
        self._build()
        self._connect()

    @property
    def accept_button(self) -> QWidget:
        return self.foot.accept_button

    def take_over(self, decisions: Decisions, names: tuple[UnknownName, ...]) -> None:
        """Go on from what was decided earlier."""
        self.decisions = decisions
        self._names = {(name.kind, name.text): name for name in names}

    def unknown_names(self) -> tuple[UnknownName, ...]:
        """All names that were unknown at some time: what was chosen for them can be changed until the end."""
        return tuple(self._names.values())

    def show_proposal(self, proposal: TableProposal, stage: str) -> None:
        """Show what was read: the preview first, then, all rows counted, the rest."""
        self.proposal, self._is_counted = proposal, stage == "counts"
        for name in proposal.unknown_names:
            self._names.setdefault((name.kind, name.text), name)
        self.head.show_proposal(proposal)
        self.columns.show_proposal(proposal)
        if self._is_counted:
            self.refused.show_refused(proposal)
            self.conflicts.show_conflicts(proposal, self.decisions.on_conflict)
            self.totals.show_totals(proposal)
        self._show_decisions()

    def show_tab(self, name: str) -> None:
        self.tabs.setCurrentWidget(self.pages[name])
        self.pages[name].setFocus()

    def choose_names(self, chosen: dict[NameId, NameChoice | None]) -> None:
        """Take over choices for unknown names; None takes one back."""
        names = {key: value for key, value in {**self.decisions.names, **chosen}.items() if value is not None}
        before, self.decisions = self.decisions, replace(self.decisions, names=names)
        is_read_anew = (before.confirmed(), before.declared()) != (
            self.decisions.confirmed(),
            self.decisions.declared(),
        )
        self._show_decisions()
        if is_read_anew:
            self._ask()

    def choose_on_conflict(self, choice: str) -> None:
        self.decisions = replace(self.decisions, on_conflict=cast(OnConflict, choice))
        self._show_decisions()

    def consent(self, name: str, is_given: bool) -> None:
        """Consent to the encoding, to leaving refused rows out, or to the warnings."""
        if name == "encoding":
            self.decisions = replace(self.decisions, is_encoding_confirmed=is_given)
        elif name == "refused":
            self.decisions = replace(self.decisions, accepts_refused=is_given)
        else:
            self.decisions = replace(self.decisions, accepts_warnings=is_given)
        self._show_decisions()

    def rows_to_store(self) -> int:
        return rows_to_store(self.proposal, self.decisions) if self.proposal is not None else 0

    def show_refusal(self, error: UserError) -> None:
        """Storing or reading anew was refused: say why, and let the auditor go on."""
        self.head.show_refusal(
            "\n".join(problem_line(self._texts, own, self.reading.file.name) for own in error.problems)
        )

    def say(self, words: str) -> None:
        self.foot.words.setText(words)

    # --- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        context = self._context
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        # the layout's own least size supposes every wrapped line to be as narrow as can be: higher than small screens
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(*LEAST_SIZE)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for name, page in self.pages.items():
            self.tabs.addTab(page, self._texts(f"table_import.tab.{name}"))
        layout.addWidget(self.head)
        layout.addWidget(self.tiles)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.foot)
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )

    def _connect(self) -> None:
        self.reading.changed.connect(self.show_proposal)
        self.reading.refused.connect(self.show_refusal)
        self.reading.busy_changed.connect(self._show_busy)
        self.head.kind_chosen.connect(self._choose_kind)
        self.head.encoding_chosen.connect(self._choose_encoding)
        self.head.sheet_chosen.connect(self._choose_sheet)
        self.head.years_given.connect(self._choose_years)
        self.columns.editor.mapping_changed.connect(self._wish_mapping)
        self._settle.timeout.connect(self._ask_for_mapping)
        self.names.chosen.connect(self.choose_names)
        self.conflicts.chosen.connect(self.choose_on_conflict)
        self.tiles.picked.connect(self.show_tab)
        self.foot.consent_changed.connect(self.consent)
        self.foot.tab_wanted.connect(self.show_tab)
        self.foot.accepted.connect(self._ask_to_store)
        self.foot.rejected.connect(self.reject)

    # --- what the auditor changes -------------------------------------------------------------------

    def _choose_kind(self, kind: str) -> None:
        if kind == PUBLISHED_TEXT:
            self.published_text_wanted.emit()
            return
        chosen = cast(ReturnKind, kind)
        sheet = sheet_of(self.proposal, self.proposal.mapping) if self.proposal else None
        if sheet is not None:
            self._ask(kind=chosen, mapping=mapping_for(sheet, chosen))

    def _choose_encoding(self, encoding: str) -> None:
        """The auditor's own choice is a decision: it need not be confirmed once more."""
        self.decisions = replace(self.decisions, is_encoding_confirmed=True)
        self._ask(encoding=encoding)

    def _choose_sheet(self, name: str) -> None:
        if self.proposal is None:
            return
        sheet = next(own for own in self.proposal.file.sheets if own.name == name)
        kind = sheet.kind or self.proposal.kind
        if kind is not None:
            self._ask(kind=kind, mapping=mapping_for(sheet, kind))

    def _choose_years(self, years: tuple[int, ...]) -> None:
        if years != self.reading.wishes.years:
            self._ask(years=years)

    def _wish_mapping(self, mapping: ColumnMapping) -> None:
        self._wished_mapping = mapping
        self._settle.start()

    def _ask_for_mapping(self) -> None:
        if self._wished_mapping is not None and self.proposal is not None:
            self._ask(kind=self.proposal.kind, mapping=self._wished_mapping)

    def _ask(self, **changed: object) -> None:
        """Read anew with what was chosen; consents to what will no longer be the same are taken back."""
        wishes = self.reading.wishes
        if changed:
            self.decisions = replace(
                self.decisions, accepts_refused=False, accepts_warnings=False, on_conflict=None, names={}
            )
            self._names = {}
        wishes = FileWishes(**{**_fields(wishes), **changed})  # type: ignore[arg-type]
        self._is_counted = False
        self.reading.ask(replace(wishes, names=self.decisions.confirmed(), declared=self.decisions.declared()))

    def _ask_to_store(self) -> None:
        if self.proposal is not None and self.foot.accept_button.isEnabled():
            self.store_wanted.emit()

    # --- what is shown ------------------------------------------------------------------------------

    def _show_decisions(self) -> None:
        if self.proposal is None:
            return
        unknown = self.unknown_names()
        self.tiles.show_counts(self.proposal, is_counted=self._is_counted)
        self.names.show_names(unknown, self.decisions.names)
        self._show_tab_titles()
        self.foot.show_state(self.proposal, self.decisions, is_counted=self._is_counted, unknown=unknown)
        if self.reading.is_busy:
            self.foot.accept_button.setEnabled(False)

    def _show_tab_titles(self) -> None:
        assert self.proposal is not None
        counts = self.proposal.counts
        numbers = {
            "refused": counts.refused,
            "names": len(self._names),
            "conflicts": counts.changed,
            "totals": len(self.proposal.totals),
        }
        for number, name in enumerate(self.pages):
            title = self._texts(f"table_import.tab.{name}")
            count = numbers.get(name, 0)
            self.tabs.setTabText(number, f"{title} ({count:,})" if count else title)

    def _show_busy(self, job: object) -> None:
        self.foot.show_job(job)  # type: ignore[arg-type]
        if job is None:
            self._show_decisions()

    def open_points(self) -> list[str]:
        """What stands in the way of storing; for the list of several files."""
        if self.proposal is None:
            return ["counting"]
        return list(
            open_points(self.proposal, self.decisions, is_counted=self._is_counted, unknown=self.unknown_names())
        )


def _fields(wishes: FileWishes) -> dict[str, object]:
    return {"kind": wishes.kind, "encoding": wishes.encoding, "mapping": wishes.mapping, "years": wishes.years}
