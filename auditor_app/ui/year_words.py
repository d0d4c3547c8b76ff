"""What has changed between the year that ends and the one that is to begin, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from auditor_app.foundation.translation import Texts
from auditor_app.services.expected_reports import WHOLE
from auditor_app.services.propose_year import EndedOrganisation, ProposedOrganisation, YearProposal
from auditor_app.services.word_names import called

UNMAPPED = "unmapped"


class YearWords:
    """Words about one proposal; `year_text` writes a year in the form the user chose."""

    def __init__(self, texts: Texts, proposal: YearProposal, year_text: Callable[[int], str]) -> None:
        self._texts, self._proposal = texts, proposal
        self._year, self._from_year = year_text(proposal.fiscal_year), year_text(proposal.from_year)
        self._separator = texts("year_start.separator")

    def changes(self, kinds: Sequence[tuple[str, int]]) -> list[str]:
        """The list of what changed; `kinds`: how many items came from edition to edition in which way."""
        return [
            *self._skipped(),
            *self._renamed(),
            *map(self._ended, self._proposal.ended),
            *self._named("created", "year_start.created"),
            *self._unknown_units(),
            *self._not_reported(),
            *self._named("silent", "year_start.silent"),
            self._edition(kinds),
            self._scope(),
            *self._views(),
        ]

    def name(self, own: ProposedOrganisation | EndedOrganisation) -> str:
        return called(self._texts, own)

    def origin(self, own: ProposedOrganisation) -> str:
        """Why it is in the list, in a few words; nothing for who simply goes on."""
        if own.origin == "continued":
            return "" if own.has_reported else self._texts("year_start.origin.not_reported")
        return self._texts(f"year_start.origin.{own.origin}", former=self._separator.join(own.former_names))

    def scope(self) -> str:
        """What the earlier year asked, in one line; "" where nothing is stated."""
        scope, texts = self._proposal.scope, self._texts
        if scope is None:
            return ""
        roles = [texts(f"role.{code}") if texts.has(f"role.{code}") else code for code in scope.roles]
        asked = scope.classes[0] if len(scope.classes) == 1 else "all"
        classes = texts(f"rates.class.{asked}") if scope.classes else ""
        return " / ".join(filter(None, (classes, self._separator.join(roles), scope.levels, scope.systems)))

    def _skipped(self) -> Iterable[str]:
        skipped = self._proposal.skipped_years
        if skipped:
            yield self._texts("year_start.skipped", count=skipped, year=self._from_year)

    def _renamed(self) -> Iterable[str]:
        for own in self._of("renamed"):
            former = self._separator.join(own.former_names)
            yield self._texts("year_start.renamed", former=former, name=self.name(own))

    def _ended(self, own: EndedOrganisation) -> str:
        values = {
            "name": self.name(own),
            "date": own.on_date.isoformat() if own.on_date else self._texts("year_start.no_date"),
            "successors": self._separator.join(own.successors),
        }
        kind = own.kind if own.successors else "abolished"
        return self._texts(f"year_start.ended.{kind}", **values)

    def _unknown_units(self) -> Iterable[str]:
        unknown = [own for own in (*self._of("successor"), *self._of("created")) if own.units == (WHOLE,)]
        if unknown:
            yield self._texts("year_start.unknown_units", names=self._names(unknown))

    def _not_reported(self) -> Iterable[str]:
        missing = [own for own in self._proposal.not_reported if own.origin != "silent"]
        if missing:
            yield self._texts("year_start.not_reported", year=self._from_year, names=self._names(missing))

    def _named(self, origin: str, key: str) -> Iterable[str]:
        found = self._of(origin)
        if found:
            yield self._texts(key, names=self._names(found), year=self._from_year)

    def _edition(self, kinds: Sequence[tuple[str, int]]) -> str:
        former, later, texts = self._proposal.former_edition, self._proposal.edition, self._texts
        if later is None:
            return texts("year_start.no_edition")
        if former is None or former.id == later.id:
            return texts("year_start.same_edition", edition=later.name)
        counts = [texts("year_start.kind_count", kind=self._kind(kind), count=count) for kind, count in kinds]
        return texts(
            "year_start.other_edition", former=former.name, later=later.name, counts=self._separator.join(counts)
        )

    def _kind(self, kind: str) -> str:
        return self._texts("year_start.unmapped") if kind == UNMAPPED else self._texts(f"crosswalk_kind.{kind}")

    def _scope(self) -> str:
        words = self.scope()
        return self._texts("year_start.scope", scope=words) if words else self._texts("year_start.no_scope")

    def _views(self) -> Iterable[str]:
        views = self._proposal.views
        if views:
            pairs = (f"{view.name} → {view.new_name}" for view in views)
            yield self._texts("year_start.views", names=self._separator.join(pairs))

    def _of(self, origin: str) -> list[ProposedOrganisation]:
        return [own for own in self._proposal.organisations if own.origin == origin]

    def _names(self, organisations: Iterable[ProposedOrganisation]) -> str:
        return self._separator.join(map(self.name, organisations))
