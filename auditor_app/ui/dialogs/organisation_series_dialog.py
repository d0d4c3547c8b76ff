"""A joined series: organisations the auditor looks at as one beside their own rows, e.g. both halves of a ministry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.lineage_edits import EditGround
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.organisation_dialog import OrganisationDialog
from auditor_app.ui.widgets.body_picker import BodyPicker
from auditor_app.ui.widgets.labels import plain_label

SIZE = (520, 560)
FEWEST_MEMBERS = 2


class OrganisationSeriesDialog(OrganisationDialog):
    """`former` is what is changed; a new one starts with the body that is selected and all it became or came from."""

    def __init__(
        self,
        context: PageContext,
        ground: EditGround,
        former: JoinedSeries | None,
        suggested: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        title = context.texts("lineage.title.change_series" if former else "lineage.title.join")
        super().__init__(context, ground, title, parent)
        self._former = former
        shown = former or JoinedSeries("", "", tuple(suggested))
        self.name, self.english = self.line(shown.name), self.line(shown.english)
        rows = (("lineage.field.series", self.name), ("lineage.field.english", self.english))
        self.body.addLayout(self.form(rows))
        self.body.addWidget(plain_label(self.texts("lineage.about_series"), self, wraps=True, muted=True))
        bodies = ground.lineage.organisations
        self.members = BodyPicker(context, self.texts("lineage.members"), bodies, shown.members, self)
        self.members.changed.connect(self.show_state)
        self.body.addWidget(self.members, 1)
        self.finish(SIZE, self.name)

    def series(self) -> JoinedSeries:
        """The series as it stands in the fields."""
        return JoinedSeries(self.name.text().strip(), self.english.text().strip(), self.members.ticked())

    # --- OrganisationDialog -----------------------------------------------------------------------

    def lack(self) -> str:
        if not self.name.text().strip():
            return "lineage.lacks_series_name"
        return "lineage.lacks_members" if len(self.members.ticked()) < FEWEST_MEMBERS else ""

    def problems(self) -> Sequence[Problem]:
        return self.ground.problems_of_series(self.series(), self._former)

    def outcome(self) -> str:
        series = self.series()
        names = "・".join(map(self.ground.lineage.name_of, series.members))
        return self.texts("lineage.will_join", name=series.name, members=names)
