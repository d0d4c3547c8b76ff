"""The kinds of table: which fields each has, which it cannot do without, and which of them count or name."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.returns import RETURN_KINDS, ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping
from auditor_app.importing.returns.header_words import HEADER_WORDS


@dataclass(frozen=True)
class KindFields:
    """What a table of one kind consists of."""

    kind: ReturnKind
    required: tuple[str, ...]
    """Fields that need a column."""
    named_once: tuple[str, ...] = ()
    """Required too, but the title rows or the user may give them for the whole table."""
    counts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """What names a row of counts, in the order of its key."""

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, in the order of interface.md."""
        return tuple(HEADER_WORDS[self.kind])


_ALL = (
    KindFields(
        "answers",
        required=("item", "role", "obliged", "implemented"),
        named_once=("fiscal_year", "organisation"),
        counts=("obliged", "implemented"),
        keys=("fiscal_year", "organisation", "unit", "item", "role"),
    ),
    KindFields(
        "coverage",
        required=("role", "target", "ascertained"),
        named_once=("fiscal_year", "organisation"),
        counts=("target", "ascertained", "ascertained_with_own_survey"),
        keys=("fiscal_year", "organisation", "unit", "role"),
    ),
    KindFields("catalogue", required=("edition", "item", "part", "section", "class", "role")),
    KindFields("crosswalk", required=("from_edition", "from_item", "to_edition", "to_item", "kind")),
    KindFields("organisations", required=("name", "kind")),
    KindFields("programme", required=("area", "new", "continued"), named_once=("fiscal_year",)),
)

KINDS: dict[ReturnKind, KindFields] = {own.kind: own for own in _ALL}

IMPORT_ORDER: tuple[ReturnKind, ...] = (
    "catalogue",
    "organisations",
    "crosswalk",
    "coverage",
    "answers",
    "programme",
)
"""Of several files: what others need comes first, whatever their order in the folder."""

_MEASURES = ("new", "continued", "total", "new_relisted", "continued_relisted", "total_relisted")
_COUNT_FIELDS = frozenset((*KINDS["answers"].counts, *KINDS["coverage"].counts, *_MEASURES))


def count_columns(mapping: ColumnMapping) -> tuple[int, ...]:
    """The columns that hold numbers of people, systems or measures, of whatever kind the table is."""
    return tuple(column for name, column in mapping.columns.items() if name in _COUNT_FIELDS)


assert set(KINDS) == set(RETURN_KINDS) == set(IMPORT_ORDER)
