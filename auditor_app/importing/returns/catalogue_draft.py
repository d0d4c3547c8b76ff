"""One edition as the rows of a catalogue make it: every row adds an item, or a role to an item already there."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.standards import Edition, EditionPart, EditionSection, EditionState, Item
from auditor_app.importing.returns.catalogue_cells import CatalogueCells
from auditor_app.importing.returns.names import fold_item
from auditor_app.importing.returns.records import Record
from auditor_app.importing.returns.row_refusals import RowRefusals


class EditionDraft:
    """Collects rows of one edition; what contradicts an earlier row is refused and changes nothing."""

    def __init__(self, first: CatalogueCells) -> None:
        self.name = first.edition
        self.standard = first.standard
        self.state: EditionState | None = first.state
        self.first: Record = first.record
        self.row_count = 0
        self.duplicates = 0
        self._items: dict[str, CatalogueCells] = {}
        self._titles: dict[str, str] = {}
        self._roles: dict[str, dict[str, None]] = {}
        self._parts: dict[str, str] = {}
        self._sections: dict[str, tuple[str, str]] = {}

    def add(self, row: CatalogueCells, roles: Sequence[str], refusals: RowRefusals) -> None:
        """`roles` are codes."""
        if self._contradicts(row, refusals):
            return
        key = fold_item(row.item)
        if set(roles) <= self._roles.get(key, {}).keys():
            self.duplicates += 1
            return
        self.row_count += 1
        self._items.setdefault(key, row)
        self._titles[key] = self._titles.get(key) or row.title
        self._roles.setdefault(key, {}).update(dict.fromkeys(roles))
        self._parts[row.part] = self._parts.get(row.part) or row.part_title
        title = self._sections.get(row.section, ("", ""))[1] or row.section_title
        self._sections[row.section] = (row.part, title)
        self.state = self.state or row.state

    def edition(self, standard: str, fiscal_years: tuple[int, ...]) -> Edition:
        """Parts, sections and items in the order of the file."""
        return Edition(
            standard,
            self.name,
            self.state or "decided",
            fiscal_years=fiscal_years,
            parts=tuple(EditionPart(part, title) for part, title in self._parts.items()),
            sections=tuple(EditionSection(section, part, title) for section, (part, title) in self._sections.items()),
            items=tuple(
                Item(own.item, own.section, own.item_class, self._titles[key], tuple(self._roles[key]))
                for key, own in self._items.items()
            ),
        )

    def _contradicts(self, row: CatalogueCells, refusals: RowRefusals) -> bool:
        """Whether the row says something else of its edition, Part, section or item than an earlier one."""
        earlier = self._items.get(fold_item(row.item))
        pairs: list[tuple[str, str, str]] = [
            ("standard", self.standard, row.standard),
            ("state", self.state or "", row.state or ""),
            ("part_title", self._parts.get(row.part, ""), row.part_title),
            ("section_title", self._sections.get(row.section, ("", ""))[1], row.section_title),
        ]
        if earlier is not None:
            pairs += [
                ("section", earlier.section, row.section),
                ("class", earlier.item_class, row.item_class),
                ("title", self._titles[fold_item(row.item)], row.title),
            ]
        for field, before, now in pairs:
            if before and now and before != now:
                refusals.add("catalogue.says_otherwise", row.record, field, item=row.item, before=before, now=now)
                return True
        return False
