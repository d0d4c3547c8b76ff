"""What became of organisations on a day: created, abolished, merged, split or renamed, with the bodies concerned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.domain.lineage_edits import EditGround, LineageEdit, recording
from auditor_app.domain.organisations import LinkKind, OrganisationName
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.organisation_dialog import OrganisationDialog
from auditor_app.ui.widgets.body_picker import BodyPicker

KINDS: tuple[LinkKind, ...] = ("merged", "split", "created", "abolished", "renamed")
NO_NEW_NAMES: tuple[LinkKind, ...] = ("abolished", "renamed")
SIZE = (680, 560)
_BETWEEN_NAMES = re.compile(r"[、,，;；\n]")


class OrganisationEventDialog(OrganisationDialog):
    """Bodies that were there before stand at the left, those that are there after at the right."""

    def __init__(
        self, context: PageContext, ground: EditGround, body_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, ground, context.texts("lineage.title.event"), parent)
        self.kind = QComboBox(self)
        for kind in KINDS:
            self.kind.addItem(self.texts(f"lineage.event.{kind}"), kind)
        self.day = self.day_field()
        self.goes_on = QCheckBox(self.texts("lineage.goes_on_beside"), self)
        self.new_names = self.line()
        self.new_names.setPlaceholderText(self.texts("lineage.new_names.help"))
        self.new_names.setAccessibleName(self.texts("lineage.new_names"))
        bodies, ticked = ground.lineage.organisations, () if body_id is None else (body_id,)
        self.sources = BodyPicker(context, self.texts("lineage.sources"), bodies, ticked, self)
        self.successors = BodyPicker(context, self.texts("lineage.successors"), bodies, (), self)
        self.body.addLayout(self.form((("lineage.field.kind", self.kind), ("lineage.field.day", self.day))))
        self.body.addLayout(self._pickers(), 1)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.goes_on.toggled.connect(self.show_state)
        for picker in (self.sources, self.successors):
            picker.changed.connect(self.show_state)
        self._show_kind(0)
        self.finish(SIZE, self.kind)

    def _pickers(self) -> QHBoxLayout:
        left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.sources, 1)
        left.addWidget(self.goes_on)
        right.addWidget(self.successors, 1)
        right.addWidget(self.new_names)
        both.setSpacing(self.context.pixels(16))
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        return both

    def edit(self) -> LineageEdit:
        """What is to be done; only when nothing is lacking."""
        kind = self._kind()
        new = [OrganisationName(name) for name in self._new_names()]
        sources = () if kind == "created" else self.sources.ticked()
        successors: Sequence[int | OrganisationName] = () if kind == "abolished" else (*self._successors(), *new)
        goes_on = kind == "split" and self.goes_on.isChecked()
        day = self.day.day() or date.max
        return recording(self.ground.lineage, kind, day, sources, successors, goes_on=goes_on)

    # --- OrganisationDialog -----------------------------------------------------------------------

    def lack(self) -> str:
        kind = self._kind()
        if self.day.is_unreadable:
            return "lineage.lacks_readable_day"
        if self.day.day() is None:
            return "lineage.lacks_day"
        before, after = len(self.sources.ticked()), len(self._successors()) + len(self._new_names())
        lacks = {
            "created": "" if after else "lineage.lacks_created",
            "abolished": "" if before else "lineage.lacks_abolished",
            "merged": "" if before and after == 1 else "lineage.lacks_merged",
            "split": "" if before == 1 and after else "lineage.lacks_split",
            "renamed": "" if before == after == 1 else "lineage.lacks_renamed",
        }
        return lacks[kind]

    def problems(self) -> Sequence[Problem]:
        return self.ground.problems(self.edit())

    def outcome(self) -> str:
        return self.texts("lineage.will_be", kind=self.texts(f"lineage.kind.{self._kind()}"), words=self.edit().words)

    # --- parts ------------------------------------------------------------------------------------

    def _kind(self) -> LinkKind:
        kind: LinkKind = self.kind.currentData()
        return kind

    def _successors(self) -> tuple[int, ...]:
        return self.successors.ticked()

    def _new_names(self) -> list[str]:
        if self._kind() in NO_NEW_NAMES:
            return []
        names = (name.strip() for name in _BETWEEN_NAMES.split(self.new_names.text()))
        return list(dict.fromkeys(filter(None, names)))

    def _show_kind(self, _index: int) -> None:
        """Only what the kind has is shown."""
        kind = self._kind()
        self.sources.setVisible(kind != "created")
        self.goes_on.setVisible(kind == "split")
        self.successors.setVisible(kind != "abolished")
        self.new_names.setVisible(kind not in NO_NEW_NAMES)
        self.show_state()
