"""What every page needs, passed in: the case, the texts, the colours, the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.published import FactKind
from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Texts
from auditor_app.services.expected_reports import years_with_reports
from auditor_app.services.open_case import OpenCase
from auditor_app.ui.palettes import Colours

if TYPE_CHECKING:
    from auditor_app.ui.jobs import JobRunner
    from auditor_app.ui.rate_choice import RateChoice

ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)

YearForm = Literal["western", "era", "both"]
FIRST_YEAR = 1868
"""Before it there is no era to name a year by."""


@dataclass(frozen=True)
class PageContext:
    """Handed to each page and dock when it is made; a new language or appearance makes them anew."""

    case: OpenCase
    texts: Texts
    colours: Colours
    settings: Settings
    year_form: YearForm = "western"
    zoom_percent: int = 100
    job_runner: Callable[[], JobRunner] | None = None
    """Made by the desktop at first use; see `jobs`."""
    carried_tables: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """How the tables of each page were arranged in the window that this one replaces."""

    @cached_property
    def rate_choice(self) -> RateChoice:
        """What the pages of rates look at; made by the first of them."""
        from auditor_app.ui.rate_choice import RateChoice  # with all the rules of rates, not before the first paint

        return RateChoice()

    @property
    def jobs(self) -> JobRunner:
        """What runs off the window's thread."""
        if self.job_runner is None:
            raise RuntimeError("this context was made without work off the window's thread")
        return self.job_runner()

    def titled(self, words: str) -> str:
        """The title of a window that shows something of the case: practice data are marked in each."""
        return self.texts("practice.title", title=words) if self.case.is_practice else words

    def year_text(self, fiscal_year: int) -> str:
        """A fiscal year in the form the user chose; nothing for the year of a case without figures."""
        if fiscal_year < FIRST_YEAR:
            return ""
        return fiscal_year_text(fiscal_year, self.year_form, self.texts.language)

    def years_of(self, *kinds: FactKind) -> list[int]:
        """Fiscal years for which the case holds facts of these kinds, in order."""
        with self.case.reader() as reader:
            return sorted({year for kind in kinds for year in reader.fiscal_years(kind)})

    def time_text(self, at: datetime) -> str:
        """A moment in local time, to the minute."""
        return at.astimezone().strftime("%Y-%m-%d %H:%M")

    def pixels(self, size: int) -> int:
        """A length of the 8-pixel grid at the program's zoom."""
        return max(1, round(size * self.zoom_percent / 100))

    def years_of_returns(self) -> list[int]:
        """Fiscal years for which somebody returned coverage or answers, or is expected to, in order."""
        with self.case.reader() as reader:
            return years_with_reports(reader)
