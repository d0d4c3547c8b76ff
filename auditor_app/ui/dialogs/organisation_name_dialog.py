"""A name of an organisation: of one that is added, a new one after a renaming, or one that is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from PySide6.QtWidgets import QCheckBox, QWidget

from auditor_app.domain.lineage_edits import EditGround, LineageEdit, applied, correcting, new_body, renaming
from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.foundation.errors import Problem
from auditor_app.services.tables.organisation_columns import span_words
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.organisation_dialog import OrganisationDialog

Task = Literal["add", "rename", "correct"]
SIZE = (560, 320)


class OrganisationNameDialog(OrganisationDialog):
    """`body` is what is renamed or corrected, `name` what is corrected."""

    def __init__(
        self,
        context: PageContext,
        ground: EditGround,
        task: Task,
        body: Organisation | None = None,
        name: OrganisationName | None = None,
        parent: QWidget | None = None,
    ) -> None:
        called = (name or body.names[-1]).name if body is not None else ""
        super().__init__(context, ground, context.texts(f"lineage.title.{task}", name=called), parent)
        self._task, self._body, self._name = task, body, name
        shown = name or OrganisationName("")
        self.name, self.english = self.line(shown.name), self.line(shown.english)
        self.first, self.last = self.day_field(shown.from_date), self.day_field(shown.to_date)
        self.is_created = QCheckBox(self.texts("lineage.is_created"), self)
        self.is_created.toggled.connect(self.show_state)
        rows: list[tuple[str, QWidget]] = [("lineage.field.name", self.name), ("lineage.field.english", self.english)]
        rows.append(("lineage.field.renamed_on" if task == "rename" else "lineage.field.first", self.first))
        if task == "rename":
            self.last.hide()
        else:
            rows.append(("lineage.field.last", self.last))
        self.body.addLayout(self.form(rows))
        self.is_created.setVisible(task == "add")
        self.body.addWidget(self.is_created)
        self.body.addStretch(1)
        self.finish(SIZE, self.name)

    def edit(self) -> LineageEdit:
        """What is to be done; only when nothing is lacking."""
        name = OrganisationName(
            self.name.text().strip(), self.english.text().strip(), self.first.day(), self.last.day()
        )
        if self._task == "add" or self._body is None:
            return new_body(name, is_created=self.is_created.isChecked())
        if self._task == "rename" or self._name is None:
            return renaming(self._body, name.name, name.english, name.from_date or date.max)
        return correcting(self._body, self._name, name, self.ground.lineage.links)

    # --- OrganisationDialog -----------------------------------------------------------------------

    def lack(self) -> str:
        if not self.name.text().strip():
            return "lineage.lacks_name"
        if self.first.is_unreadable or self.last.is_unreadable:
            return "lineage.lacks_readable_day"
        needs_day = self._task == "rename" or (self._task == "add" and self.is_created.isChecked())
        return "lineage.lacks_day" if needs_day and self.first.day() is None else ""

    def problems(self) -> Sequence[Problem]:
        return self.ground.problems(self.edit())

    def outcome(self) -> str:
        """The names the body would have, with their days."""
        edit = self.edit()
        after = applied(self.ground.lineage, edit)
        wanted = self._body.id if self._body is not None else edit.names[0][0]
        names = [own for body in after.organisations if body.id == wanted for own in body.names]
        return "\n".join(map(span_words, names))
