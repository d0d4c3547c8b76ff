"""The rows of the view `compare` for selectors: returns by definition, and what was published of several periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from auditor_app.domain.comparison import MEAN, ComparedRow, Comparison, PairNotes
from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import fold_name
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.exporting.row_texts import FlattenedRows
from auditor_app.foundation.errors import Problem, UserError, WrongUsageError
from auditor_app.services.compare_choices import RETURNED_METRICS
from auditor_app.services.compare_json import BY_YEAR, Row, compared_json, flat_fields, flattened, listed_comparison
from auditor_app.services.compare_published import PUBLISHED_KINDS, PUBLISHED_METRICS, compare_published
from auditor_app.services.compare_years import (
    CompareChoice,
    comparable_years,
    compare_areas,
    compare_everything,
    compare_items,
    compare_organisations,
)
from auditor_app.services.word_comparison import comparison_particulars
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class ComparisonWanted:
    """What to compare; empty means all."""

    years: tuple[int, ...] = ()
    organisation: str = ""
    """Any name of a series; of sections and items "" is the mean."""
    part: str = ""
    role: str = ""
    metric: str = ""
    level: str = ""
    """part, section or item; "" is part."""
    options: RateOptions = RateOptions()  # noqa: RUF009  # frozen


class SelectedComparison:
    """What a case can tell of the years wanted; the rows come as they are made."""

    def __init__(self, reader: CaseReader, wanted: ComparisonWanted) -> None:
        """WrongUsageError for a single year or what has no such level; UserError where no year has any figure."""
        self._reader, self._wanted = reader, wanted
        if len(set(wanted.years)) == 1:
            known = "、".join(map(str, comparable_years(reader)))
            raise WrongUsageError(Problem("compareshow.one_year", str(wanted.years[0]), {"known": known or "—"}))
        self._check_level()
        self.published = self._published()
        self.years = self._returned_years()
        told = {year for years in self._periods() for year in _years_of(years)} | set(comparable_years(reader))
        if wanted.years and not told & set(wanted.years):
            years = "、".join(map(str, sorted(set(wanted.years))))
            raise UserError(Problem("compareshow.no_data", years))

    @property
    def missing_years(self) -> tuple[int, ...]:
        """Years asked for of which no organisation has a figure; the rows say so too."""
        known = comparable_years(self._reader)
        return tuple(year for year in self.years if year not in known)

    @property
    def pairs(self) -> tuple[PairNotes, ...]:
        if not self.years or self._wanted.metric == "coverage":
            return ()
        return compare_organisations(self._reader, CompareChoice(self.years, options=self._wanted.options)).pairs

    @property
    def fields(self) -> list[str]:
        """The columns of its csv file."""
        held = {year for years in self._periods() for year in _years_of(years)}
        unheld = {year for year in self._wanted.years if self.published and year not in held}
        periods = sorted({*map(str, {*self.years, *unheld}), *self._periods()})
        many = [list(map(str, self.years))] + [list(own.years) for own in self.published]
        steps = [step for years in many if len(years) > 2 for step in pairwise(years)]
        return flat_fields(periods, sorted(set(steps)))

    def rows(self) -> Iterator[Row]:
        """WrongUsageError, before any row, for an organisation nobody knows."""
        wanted = self._wanted
        if self._is_by_area:
            yield from map(compared_json, self._of_areas())
            return
        found = False
        names = _Names(wanted.organisation, self._reader)
        for row in self._everything():
            if names.has(row) and wanted.part in ("", row.part) and wanted.role in ("", row.role):
                found = True
                yield self._json(row)
        if not found:
            names.refuse_unknown()

    def _json(self, row: ComparedRow) -> Row:
        """What was published has periods of its own: a year asked for that none of them holds has nothing."""
        told = compared_json(row)
        if row.kind == "published":
            held = {year for value in row.values for year in _years_of(value.years)}
            for name in BY_YEAR:
                of_years = dict.fromkeys(str(year) for year in self._wanted.years if year not in held)
                told[name] = dict(sorted({**of_years, **told[name]}.items()))  # type: ignore[dict-item]
        return told

    def flattened(self, rows: Iterable[Mapping[str, object]]) -> FlattenedRows:
        return FlattenedRows(rows, self.fields, flattened)

    # --- what is compared -----------------------------------------------------------------------------------------

    @property
    def _is_by_area(self) -> bool:
        return self._wanted.level in ("section", "item")

    def _check_level(self) -> None:
        wanted = self._wanted
        if self._is_by_area and wanted.metric and wanted.metric not in METRICS:
            values: dict[str, object] = {"metric": wanted.metric, "known": ", ".join(METRICS)}
            raise WrongUsageError(Problem("compareshow.no_such_level", wanted.level, values))

    def _returned_years(self) -> tuple[int, ...]:
        """The years asked for, also those without figures, or all there are; none where there is nothing to tell."""
        known = comparable_years(self._reader)
        years = tuple(sorted(set(self._wanted.years))) or tuple(known)
        return years if len(years) > 1 and set(years) & set(known) else ()

    def _published(self) -> list[Comparison]:
        if self._is_by_area:
            return []
        kinds = [
            kind
            for kind in PUBLISHED_KINDS
            if self._wanted.metric == "" or PUBLISHED_METRICS.get(self._wanted.metric) == kind  # type: ignore[call-overload]
        ]
        found = [compare_published(self._reader, kind, self._wanted.years) for kind in kinds]
        return [own for own in found if len(own.years) > 1]

    def _periods(self) -> set[str]:
        return {years for own in self.published for years in own.years}

    def _everything(self) -> Iterator[ComparedRow]:
        metric = self._wanted.metric
        if self.years and metric in ("", *RETURNED_METRICS):
            for row in compare_everything(self._reader, self.years, self._wanted.options):
                if metric in ("", row.metric):
                    yield row
        for own in self.published:
            yield from (row for row in own.rows if metric in ("", row.metric))

    def _of_areas(self) -> Iterator[ComparedRow]:
        wanted = self._wanted
        if not self.years:
            return
        organisation = wanted.organisation or MEAN
        _Names(organisation, self._reader).refuse_unknown()
        default = METRICS if wanted.level == "section" else METRICS[:1]
        for metric in (wanted.metric,) if wanted.metric else default:
            choice = CompareChoice(self.years, metric, wanted.role or ALL, wanted.part or ALL, wanted.options)  # type: ignore[arg-type]
            if wanted.level == "item":
                yield from compare_items(self._reader, choice, organisation).rows
                continue
            for row in compare_areas(self._reader, choice, organisation, "section").rows:
                if wanted.part in ("", row.part) and wanted.role in ("", row.role):
                    yield row


def shown_comparison(reader: CaseReader, rows: Sequence[Row]) -> tuple[FlattenedRows, Row]:
    """Rows that a page shows, for an export, and what is to be said of their years beside them."""
    returned = [row["values"] for row in rows if row["series"] != "published"]
    years = {int(year) for values in returned if isinstance(values, dict) for year in values}
    pairs = compare_organisations(reader, CompareChoice(tuple(sorted(years)))).pairs if years else ()
    return listed_comparison(rows), comparison_particulars(pairs)


class _Names:
    """Whether a row is of the organisation asked for, under whichever of its names."""

    def __init__(self, wanted: str, reader: CaseReader) -> None:
        self._wanted, self._reader = wanted, reader
        self._folded = fold_name(wanted)

    def has(self, row: ComparedRow) -> bool:
        """A joined series only under its own name: its members have rows of theirs."""
        names = (row.organisation,) if row.kind == "joined" else (row.organisation, *row.lineage)
        return not self._wanted or self._folded in map(fold_name, names) or self._is_same_body(row)

    def _is_same_body(self, row: ComparedRow) -> bool:
        """Under a name it bore before or after the years compared."""
        return row.kind != "joined" and row.organisation != MEAN and fold_name(row.organisation) in self._own_names

    @cached_property
    def _own_names(self) -> set[str]:
        body = find_organisation(self._reader.organisations(), self._wanted)
        return {fold_name(name.name) for name in body.names} if body else set()

    def refuse_unknown(self) -> None:
        joined = {fold_name(own.name) for own in self._reader.joined_series()}
        if self._wanted and self._wanted != MEAN and not self._own_names and self._folded not in joined:
            raise WrongUsageError(Problem("selector.organisation_unknown", self._wanted))


def _years_of(period: str) -> Sequence[int]:
    """
    >>> list(_years_of("2020-2021")), list(_years_of("2006"))
    ([2020, 2021], [2006])
    """
    first, _, last = period.partition("-")
    return range(int(first), int(last or first) + 1)
