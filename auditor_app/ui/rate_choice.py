"""What the auditor looks at on the pages of rates, chosen once and the same on all of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QObject, Signal

from auditor_app.domain.rate_options import Metric, RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.rank_weak_areas import DEFAULT_LINE


class RateChoice(QObject):
    """Role, measure, line and options; `changed` tells every page to show itself anew."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.role = ALL
        self.metric: Metric = "implementation"
        self.line: Fraction = DEFAULT_LINE
        self.options = RateOptions()

    def choose(
        self,
        *,
        role: str | None = None,
        metric: Metric | None = None,
        line: Fraction | None = None,
        options: RateOptions | None = None,
    ) -> None:
        """Take what is given; nothing is told when nothing is different."""
        before = (self.role, self.metric, self.line, self.options)
        self.role = self.role if role is None else role
        self.metric = self.metric if metric is None else metric
        self.line = self.line if line is None else line
        self.options = self.options if options is None else options
        if before != (self.role, self.metric, self.line, self.options):
            self.changed.emit()

    def forget_completed(self) -> None:
        """End the what-if "if these items were completed"."""
        self.choose(options=replace(self.options, completed=frozenset()))

    def as_json(self) -> dict[str, object]:
        """For the manifest of an export: only what departs from the official definition, and the role."""
        options = self.options
        chosen: dict[str, object] = {
            "item_class": options.item_class,
            "leave_out_below": options.leave_out_below,
            "what_if_included": options.include_excluded,
            "what_if_completed": sorted(f"{item} · {role}" for item, role in options.completed),
        }
        return {"role": self.role, **{name: value for name, value in chosen.items() if value}}
