"""What is known of a series in each year: its names, and what became of it between two years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from auditor_app.domain.comparison import Break
from auditor_app.domain.lineage import Series, links_between, names_between
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import fold_name


@dataclass(frozen=True)
class Lineage:
    """Bodies by their number, and the links between them."""

    organisations: Mapping[int, Organisation]
    links: Sequence[OrganisationLink]

    def find(self, series: Sequence[Series], name: str) -> Series | None:
        """The series of that name, or of whose bodies one bears or bore it; the bodies' own before joined ones."""
        return next(self.called(series, name), None)

    def called(self, series: Sequence[Series], name: str) -> Iterator[Series]:
        """All of that name, in the same order."""
        folded = fold_name(name)
        by_body = (
            own
            for own in series
            if not own.is_joined and any(self.organisations[body].is_called(name) for body in own.members)
        )
        joined = (own for own in series if own.is_joined and fold_name(own.name) == folded)
        return chain(by_body, joined)

    def names_in(self, series: Series, fiscal_year: int) -> list[OrganisationName]:
        """The names of its members on the last day of a year; none before they began and after they ended."""
        bodies = (self.organisations[member] for member in series.members if member in self.organisations)
        return [name for body in bodies for name in body.names if name.holds_in(fiscal_year)]

    def name_in(self, series: Series, fiscal_year: int) -> OrganisationName:
        """One name for all members; an empty one where none existed."""
        names = self.names_in(series, fiscal_year)
        english = "、".join(name.english for name in names if name.english)
        return OrganisationName("、".join(name.name for name in names), english)

    def known_as(self, series: Series, fiscal_years: tuple[int, ...]) -> tuple[OrganisationName, tuple[str, ...]]:
        """(its name at last, all names of these years): the same for thousands of rows."""
        key = (series.key, fiscal_years)
        if key not in self._known:
            self._known[key] = self.name_at_last(series, fiscal_years), self.all_names(series, fiscal_years)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[str, tuple[int, ...]], tuple[OrganisationName, tuple[str, ...]]]:
        return {}

    def name_at_last(self, series: Series, fiscal_years: Sequence[int]) -> OrganisationName:
        """The name of the latest of these years in which it had one; a joined series keeps the auditor's."""
        own = OrganisationName(series.name, series.english)
        if series.is_joined:
            return own
        named = (self.name_in(series, year) for year in sorted(fiscal_years, reverse=True))
        return next((name for name in named if name.name), own)

    def all_names(self, series: Series, fiscal_years: Sequence[int]) -> tuple[str, ...]:
        """Every name borne from the first to the last of these years, oldest first."""
        return names_between(series, list(self.organisations.values()), fiscal_years) or (series.name,)

    def breaks(self, series: Series, former: int, later: int) -> set[Break]:
        """split and merged; what happened inside a joined series breaks nothing: for that it was joined."""
        members = set(series.members)
        found: set[Break] = set()
        for link in links_between(series, self.links, former, later):
            is_inside = {link.from_id, link.to_id} <= members
            if link.kind in ("split", "merged") and not (series.is_joined and is_inside):
                found.add(link.kind)
        return found

    def exists_in(self, series: Series, fiscal_year: int) -> bool:
        """Whether it had come into being and not ended yet: asked for thousands of items."""
        key = (series.key, fiscal_year)
        if key not in self._existing:
            self._existing[key] = not (self.is_yet_to_come(series, fiscal_year) or self.is_gone(series, fiscal_year))
        return self._existing[key]

    @cached_property
    def _existing(self) -> dict[tuple[str, int], bool]:
        return {}

    def is_yet_to_come(self, series: Series, fiscal_year: int) -> bool:
        """Whether it came into being after that year: nobody of it was there, and somebody was to come."""
        return self._is_absent(series, fiscal_year) and any(
            self._begins_after(own, fiscal_year) for own in series.members
        )

    def is_gone(self, series: Series, fiscal_year: int) -> bool:
        """Whether it had ended by the end of that year: nobody of it was there, and somebody had been."""
        return self._is_absent(series, fiscal_year) and any(self._ended_by(own, fiscal_year) for own in series.members)

    def _is_absent(self, series: Series, fiscal_year: int) -> bool:
        """Of a joined series every member: as long as one is there, so is the series."""
        return all(self._begins_after(own, fiscal_year) or self._ended_by(own, fiscal_year) for own in series.members)

    def _begins_after(self, member: int, fiscal_year: int) -> bool:
        """By its names or by what is told of it."""
        end = date(fiscal_year + 1, 3, 31)
        told = any(
            link.to_id == member
            and link.kind in ("created", "split")
            and link.on_date is not None
            and link.on_date > end
            for link in self.links
        )
        return told or self._has_no_name(
            member, fiscal_year, lambda name: bool(name.from_date and name.from_date > end)
        )

    def _ended_by(self, member: int, fiscal_year: int) -> bool:
        """By its names or by what is told of it; what only splits off leaves it there."""
        end = date(fiscal_year + 1, 3, 31)
        told = any(
            link.from_id == member
            and link.kind in ("abolished", "merged")
            and link.on_date is not None
            and link.on_date <= end
            for link in self.links
        )
        return told or self._has_no_name(member, fiscal_year, lambda name: bool(name.to_date and name.to_date <= end))

    def _has_no_name(self, member: int, fiscal_year: int, why: Callable[[OrganisationName], bool]) -> bool:
        names = self.organisations[member].names if member in self.organisations else ()
        return not any(name.holds_in(fiscal_year) for name in names) and any(why(name) for name in names)
