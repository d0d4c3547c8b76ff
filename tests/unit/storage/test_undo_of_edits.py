"""Edits of crosswalks, organisations, years and scopes in any order, undone and redone: the case shows the model."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from auditor_app.domain.crosswalk import CrosswalkEntry, CrosswalkKind
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.standards import Edition, Item, Role
from auditor_app.domain.year_scope import YearScope
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR, empty_case, ticking_clock
from tests.unit.storage.test_undo import redo, undo

EDITIONS = ("初版", "改訂版")
NUMBERS = ("2.1(1)", "2.1(2)")
KINDS: tuple[CrosswalkKind, ...] = ("unchanged", "reworded", "moved")
YEARS = (2006, 2007)
NAMES = ("青葉省", "若葉省", "落葉省")
BODIES = (1, 2)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """What the auditor sees, as a model without rows: each thing said anew takes the place of what was said."""

    crosswalk: dict[Pair, CrosswalkKind] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=lambda: {"一省": 1, "二省": 2})
    """Body by name; every body keeps its first name."""
    years: dict[int, int] = field(default_factory=lambda: {2006: 1, 2007: 2})
    scopes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    joined: frozenset[str] = frozenset()


def shown_by(path: Path) -> Shown:
    with CaseReader(path) as reader:
        return Shown(
            {(entry.from_item, entry.to_item): entry.kind for entry in reader.crosswalk()},
            {name.name: body.id for body in reader.organisations() for name in body.names},
            {year: edition.id for edition in reader.editions() for year in edition.fiscal_years},
            {year: scope.roles for year, scope in reader.year_scopes().items()},
            frozenset(series.name for series in reader.joined_series()),
        )


class EditMachine(RuleBasedStateMachine):
    """Every change is one edit; undo and redo move along a stack of models."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = empty_case(Path(self.folder.name))
        with UnitOfWork(self.path, AUTHOR, ticking_clock()) as work:
            work.begin_change("returns_imported", {})
            work.add_role(Role("staff", "staff", "職員"))
            for name in ("一省", "二省"):
                work.add_organisation([OrganisationName(name)])
            items = tuple(Item(number, "2.1", "basic") for number in NUMBERS)
            for name, year in zip(EDITIONS, YEARS, strict=True):
                work.add_edition(Edition("基準", name, "decided", fiscal_years=(year,), items=items))
            work.commit()
        self.done = [Shown()]
        self.undone: list[Shown] = []

    @rule(pair=st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), kind=st.sampled_from([*KINDS, None]))
    def edit_crosswalk(self, pair: Pair, kind: CrosswalkKind | None) -> None:
        """Says the kind of a pair, or takes the pair back."""
        now = self.done[-1].crosswalk
        with UnitOfWork(self.path, AUTHOR, ticking_clock()) as work:
            work.begin_change("crosswalk_edited", {})
            if kind is None:
                with CaseReader(self.path) as reader:
                    entries = reader.crosswalk()
                rows = [entry.id for entry in entries if (entry.from_item, entry.to_item) == pair]
                work.retract("crosswalk_entry", rows)
                after = {own: said for own, said in now.items() if own != pair}
            else:
                work.add_crosswalk([CrosswalkEntry(EDITIONS[0], pair[0], EDITIONS[1], pair[1], kind)])
                after = {**now, pair: kind}
            work.commit()
        self._done(replace(self.done[-1], crosswalk=after))

    @rule(name=st.sampled_from(NAMES), body=st.sampled_from(BODIES))
    def edit_organisation(self, name: str, body: int) -> None:
        """Gives a name to a body, or takes it back from the one that has it."""
        now = self.done[-1].names
        with UnitOfWork(self.path, AUTHOR, ticking_clock()) as work:
            work.begin_change("organisations_edited", {})
            if name in now:
                with CaseReader(self.path) as reader:
                    bodies = reader.organisations()
                rows = [own.id for known in bodies for own in known.names if own.name == name]
                work.retract("organisation_name", rows)
                after = {own: holder for own, holder in now.items() if own != name}
            else:
                work.add_organisation_name(body, OrganisationName(name))
                after = {**now, name: body}
            work.commit()
        self._done(replace(self.done[-1], names=after))

    @rule(year=st.sampled_from(YEARS), edition=st.sampled_from([1, 2, None]))
    def edit_year(self, year: int, edition: int | None) -> None:
        """Gives a year to an edition, whoever had it, or takes it from all."""
        now = self.done[-1].years
        with UnitOfWork(self.path, AUTHOR, ticking_clock()) as work:
            work.begin_change("edition_edited", {})
            if edition is None:
                with CaseReader(self.path) as reader:
                    rows = [row for row, _, own in reader.edition_year_rows() if own == year]
                work.retract("edition_year", rows)
                after = {own: holder for own, holder in now.items() if own != year}
            else:
                work.add_edition_years(edition, [year])
                after = {**now, year: edition}
            work.commit()
        self._done(replace(self.done[-1], years=after))

    @rule(year=st.sampled_from(YEARS), is_asked=st.booleans(), is_joined=st.booleans())
    def set_scope(self, year: int, is_asked: bool, is_joined: bool) -> None:
        """States the roles of a year or nothing, and keeps or removes a joined series in the same change."""
        now, name = self.done[-1], f"両省{year}"
        with UnitOfWork(self.path, AUTHOR, ticking_clock()) as work:
            work.begin_change("scope_set", {})
            work.set_year_scope(YearScope(year, (), ("staff",) if is_asked else ()))
            work.save_joined_series(JoinedSeries(name, "", BODIES, is_removed=not is_joined))
            work.commit()
        scopes = {own: roles for own, roles in now.scopes.items() if own != year}
        joined = now.joined | {name} if is_joined else now.joined - {name}
        self._done(replace(now, scopes={**scopes, year: ("staff",)} if is_asked else scopes, joined=joined))

    @rule()
    def undo(self) -> None:
        if len(self.done) > 1:
            undo(self.path)
            self.undone.append(self.done.pop())

    @rule()
    def redo(self) -> None:
        if self.undone:
            redo(self.path)
            self.done.append(self.undone.pop())
        else:
            with pytest.raises(CaseRefusedError):
                redo(self.path)

    @invariant()
    def shown_is_what_is_in_force(self) -> None:
        assert shown_by(self.path) == self.done[-1]

    def teardown(self) -> None:
        assert all(point.holds for point in verify_case(self.path))
        self.folder.cleanup()

    def _done(self, shown: Shown) -> None:
        self.done.append(shown)
        self.undone.clear()


TestEditMachine = EditMachine.TestCase
TestEditMachine.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
