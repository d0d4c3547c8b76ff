"""Reads a crosswalk: which item of one edition answers which item of another, with the kind of change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor_app.domain.crosswalk import CrosswalkEntry, CrosswalkKind
from auditor_app.domain.crosswalk_checks import (
    CrosswalkTable,
    End,
    Fault,
    ItemClasses,
    Pair,
    pair_either_way,
    told_like,
    wants,
    words_of_entry,
)
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Edition
from auditor_app.domain.table_proposals import Conflict, EffectCounts
from auditor_app.foundation.errors import Problem
from auditor_app.importing.near_names import near_names
from auditor_app.importing.returns.cell_words import meaning_of
from auditor_app.importing.returns.names import fold_item
from auditor_app.importing.returns.plans import CaseContext, TablePlan, TableSource
from auditor_app.importing.returns.records import Record
from auditor_app.importing.returns.row_refusals import RowRefusals, words_of

KIND_WORDS: dict[CrosswalkKind, tuple[str, ...]] = {
    "unchanged": ("変更なし", "同一", "変更無し"),
    "reworded": ("字句修正", "文言修正", "字句の修正"),
    "changed": ("変更", "内容変更", "改訂", "改定"),
    "moved": ("移動", "移設"),
    "split": ("分割",),
    "merged": ("統合",),
    "new": ("新設", "新規", "追加"),
    "withdrawn": ("廃止", "削除"),
    "reclassified": ("区分変更", "区分の変更"),
}


@dataclass(frozen=True)
class _Row:
    record: Record
    entry: CrosswalkEntry

    @property
    def pair(self) -> Pair:
        """Editions and items, in whichever direction the row tells of them."""
        return pair_either_way(self.entry)


def plan_crosswalk(records: Sequence[Record], case: CaseContext, source: TableSource) -> TablePlan:
    """Entries to be added; editions and items must be in the case."""
    del source  # a crosswalk belongs to its editions, whatever the file
    refusals = RowRefusals()
    rows = [own for record in records if (own := _row(record, case, refusals)) is not None]
    rows, duplicates = _without_repetitions(rows, refusals)
    rows = _possible(rows, case, refusals)
    stored = {pair_either_way(entry): entry for entry in case.crosswalk}
    new = [row.entry for row in rows if row.pair not in stored]
    known = [replace(row, entry=told_like(row.entry, stored[row.pair])) for row in rows if row.pair in stored]
    changed = [row for row in known if stored[row.pair].kind != row.entry.kind]
    return TablePlan(
        counts=EffectCounts(
            new=len(new),
            changed=len(changed),
            equal=len(rows) - len(new) - len(changed),
            duplicates=duplicates,
            refused=refusals.row_count,
        ),
        refused=refusals.problems(),
        notes=_remarks(rows, case.editions),
        conflicts=tuple(_conflict(row, stored[row.pair]) for row in changed),
        crosswalk=tuple(new),
        differing_crosswalk=tuple(row.entry for row in changed),
    )


def _row(record: Record, case: CaseContext, refusals: RowRefusals) -> _Row | None:
    kind = meaning_of(record.text("kind"), KIND_WORDS)
    if kind is None:
        refusals.add("crosswalk.kind_unknown", record, "kind", text=record.text("kind"))
    before = _edition(record, "from_edition", case.editions, refusals)
    after = _edition(record, "to_edition", case.editions, refusals)
    if before is None or after is None or kind is None:
        return None
    if before is after:
        refusals.add("crosswalk.same_edition", record, "to_edition", edition=after.name)
    from_item = _item(record, "from_item", before, wants(kind, "from_item"), refusals)
    to_item = _item(record, "to_item", after, wants(kind, "to_item"), refusals)
    if refusals.has(record):
        return None
    return _Row(record, CrosswalkEntry(before.name, from_item, after.name, to_item, kind))


def _edition(record: Record, field: str, editions: Sequence[Edition], refusals: RowRefusals) -> Edition | None:
    text = record.text(field)
    with_items = [edition for edition in editions if edition.items]
    found = next((edition for edition in with_items if fold_name(edition.name) == fold_name(text)), None)
    if found is None:
        names = [edition.name for edition in with_items]
        refusals.add("crosswalk.edition_unknown", record, field, text=text, near=words_of(near_names(text, names)))
    return found


def _item(record: Record, field: End, edition: Edition, is_wanted: bool, refusals: RowRefusals) -> str:
    """The item's number as the case has it; "" where the kind has none."""
    text = record.text(field)
    if not is_wanted:
        if text:
            refusals.add("crosswalk.item_not_allowed", record, field, kind=record.text("kind"), item=text)
        return ""
    if not text:
        refusals.add("crosswalk.item_missing", record, field, kind=record.text("kind"))
        return ""
    found = next((item.item for item in edition.items if fold_item(item.item) == fold_item(text)), None)
    if found is None:
        near = words_of(near_names(text, [item.item for item in edition.items]))
        refusals.add("crosswalk.item_unknown", record, field, item=text, edition=edition.name, near=near)
    return found or ""


def _without_repetitions(rows: Sequence[_Row], refusals: RowRefusals) -> tuple[list[_Row], int]:
    """Each pair once, forwards and backwards; the same pair with another kind is refused."""
    first: dict[Pair, _Row] = {}
    duplicates = 0
    for row in rows:
        known = first.setdefault(row.pair, row)
        if known is row:
            continue
        if known.entry.kind == told_like(row.entry, known.entry).kind:
            duplicates += 1
        else:
            refusals.add("crosswalk.pair_twice", row.record, "kind", other=known.record.place("kind"))
    return list(first.values()), duplicates


def _possible(rows: Sequence[_Row], case: CaseContext, refusals: RowRefusals) -> list[_Row]:
    """Rows that can stand beside what file and case say of the two items, and that make no stored entry wrong.

    A row that is refused may be what another one needs: they are looked at anew until all rows left can stay.
    """
    while True:
        for row, fault in _faults(rows, case):
            other = _words_of_other(fault, rows)
            refusals.add(fault.key, row.record, fault.field, item=fault.item, kind=fault.entry.kind, other=other)
        left = [row for row in rows if not refusals.has(row.record)]
        if len(left) == len(rows):
            return left
        rows = left


def _faults(rows: Sequence[_Row], case: CaseContext) -> Iterator[tuple[_Row, Fault]]:
    of_file = {row.pair for row in rows}
    kept = [entry for entry in case.crosswalk if pair_either_way(entry) not in of_file]
    table, before = CrosswalkTable([*kept, *(row.entry for row in rows)]), CrosswalkTable(case.crosswalk)
    for row in rows:
        stored = [entry for entry in table.beside(row.entry) if pair_either_way(entry) not in of_file]
        caused = [fault for entry in stored for fault in table.faults(entry) if fault not in before.faults(entry)]
        for fault in (*table.faults(row.entry), *(own for own in caused if _shares_end(row.entry, own))):
            yield row, fault


def _words_of_other(fault: Fault, rows: Sequence[_Row]) -> str:
    """Where it is told what the entry cannot stand beside: a row of the file, else an entry of the case."""
    if fault.other is None:
        return ""
    pair = pair_either_way(fault.other)
    row = next((row for row in rows if row.pair == pair), None)
    return words_of_entry(fault.other) if row is None else row.record.place()


def _remarks(rows: Sequence[_Row], editions: Sequence[Edition]) -> tuple[Problem, ...]:
    """Kinds that do not fit the classes of the two items: taken as stated, for the crosswalk is a source."""
    classes = ItemClasses(editions)
    found = ((classes.remark(row.entry), row) for row in rows)
    return tuple(
        Problem(key, row.record.place("kind"), {"item": row.entry.to_item}) for key, row in found if key is not None
    )


def _shares_end(entry: CrosswalkEntry, fault: Fault) -> bool:
    """Whether the entry names the item a stored entry may not share."""
    return fault.item == (entry.to_item if fault.field == "to_item" else entry.from_item)


def _conflict(row: _Row, stored: CrosswalkEntry) -> Conflict:
    entry = row.entry
    words = (entry.from_edition, entry.from_item, entry.to_edition, entry.to_item)
    return Conflict(row.record.place("kind"), words, (stored.kind,), (entry.kind,))
