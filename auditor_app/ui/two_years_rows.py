"""What a row of a page stands for in two years, and the words for what only one of them has."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_coverage import CoverageRow
from auditor_app.services.pair_years import Area, Reorganised, YearPair
from auditor_app.services.tables.fact_columns import FactRow
from auditor_app.services.tables.ranking_columns import AreaRow, MemberRow
from auditor_app.services.tables.rate_columns import OrganisationRow
from auditor_app.services.word_names import called
from auditor_app.ui.models.record_table_model import Gap
from auditor_app.ui.widgets.compare_notes import pair_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.services.rank_weak_areas import RankedArea
    from auditor_app.services.tables.columns import Row

LIST_SEPARATOR = {"ja": "、", "en": ", "}


class RowsOfTwoYears:
    """Reads rows of coverage, rates and weak areas; the first year is the left side, the second the right one."""

    def __init__(self, pair: YearPair, texts: Texts, year_text: Callable[[int], str]) -> None:
        self.pair, self._texts, self._year_text = pair, texts, year_text

    def identity(self, side: int, row: Row) -> Hashable:
        """The same for two rows that stand for the same organisation or area."""
        year = self.pair.years[side]
        if isinstance(row, AreaRow):
            return self.pair.area_key(year, _area(row.area))
        if isinstance(row, CoverageRow):
            return (self.pair.organisation_key(year, row.organisation), row.role, row.unit)
        if isinstance(row, FactRow):
            key = row.fact.key
            return (key.kind, key.subject, key.aspect, key.role, key.part, key.section)
        return self.pair.organisation_key(year, row.key)

    def gap_of(self, side: int, row: Row) -> Gap:
        """For the line where the other side has no row of its own."""
        return Gap(self._gap_words(side, row), self.alone_words(side, row))

    def _gap_words(self, side: int, row: Row) -> str:
        """Short: in a narrow column the name must not be what is cut off."""
        organisation = _organisation(row)
        if not organisation:
            return self._texts("sidebyside.gap.area")
        found = self.pair.reorganised(self.pair.years[side], organisation)
        return next(map(self._short, found), self._texts("sidebyside.gap"))

    def alone_words(self, side: int, row: Row) -> str:
        """A sentence about a row that was chosen and that the other year does not have."""
        year, other = self._year_text(self.pair.years[side]), self._year_text(self.pair.years[1 - side])
        organisation = _organisation(row)
        if not organisation:
            is_joined = self.pair.asked.is_same_edition
            key = "sidebyside.alone.area_not_reported" if is_joined else "sidebyside.alone.area"
            return self._texts(key, area=_area_name(row), year=year, other=other)
        found = self.pair.reorganised(self.pair.years[side], organisation)
        if not found:
            return self._texts("sidebyside.alone.organisation", organisation=organisation, year=year, other=other)
        words = LIST_SEPARATOR[self._texts.language].join(map(self._told, found))
        return self._texts("sidebyside.alone.reorganised", organisation=organisation, told=words, other=other)

    def pair_words(self) -> list[str]:
        """How the two years differ as a whole, in the words of the comparison; [] for a year beside itself."""
        notes, texts = self.pair.notes, self._texts
        if notes is None:
            return []
        words = pair_words(texts, notes)
        if notes.unmapped:
            kind = texts("crosswalk_kind.unmapped")
            words.append(texts("compare.note.kind", kind=kind, count=len(notes.unmapped)))
        return words

    def _short(self, own: Reorganised) -> str:
        names = self._names(own)
        return self._texts(f"sidebyside.gap.{own.kind}.{_direction(own)}", names=names)

    def _names(self, own: Reorganised) -> str:
        words = [called(self._texts, name) for name in own.names]
        return LIST_SEPARATOR[self._texts.language].join(words)

    def _told(self, own: Reorganised) -> str:
        names = self._names(own)
        words = self._texts(f"sidebyside.told.{own.kind}.{_direction(own)}", names=names)
        if own.on_date is None:
            return words
        return self._texts("sidebyside.told.on", date=own.on_date.isoformat(), words=words)


def _direction(own: Reorganised) -> str:
    return "later" if own.is_later else "former"


def _organisation(row: Row) -> str:
    """The organisation a row is about; "" for rows about areas."""
    if isinstance(row, CoverageRow):
        return row.organisation
    return row.key if isinstance(row, OrganisationRow | MemberRow) else ""


def _area(area: RankedArea) -> Area:
    topic = area.title if area.level == "topic" else ""
    section = area.section if area.level in ("section", "item") else ""
    return Area(area.role, area.part, section, area.item, topic)


def _area_name(row: Row) -> str:
    if isinstance(row, FactRow):
        return row.fact.key.aspect or row.fact.key.subject
    area: RankedArea = row.area
    return " ".join(filter(None, (area.item or area.section or area.part, area.title, row.role)))
