"""Which roles the rows of a catalogue mean: those of the case, and further ones declared with their group."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Role, RoleGroup
from auditor_app.importing.near_names import near_names
from auditor_app.importing.returns.catalogue_cells import CatalogueCells
from auditor_app.importing.returns.cell_words import ROLE_GROUPS, fold_word, meaning_of
from auditor_app.importing.returns.names import NameBook
from auditor_app.importing.returns.plans import CaseContext
from auditor_app.importing.returns.row_refusals import RowRefusals, words_of


def resolve_roles(rows: Sequence[CatalogueCells], case: CaseContext, refusals: RowRefusals) -> dict[str, Role]:
    """Word in a cell → role; a further role is declared by any row that names its group.

    Rows whose group is unknown or contradicts another, or whose role nobody declares, are refused.
    """
    known = _known_roles(rows, case)
    names = [role.name_ja for role in case.roles]
    groups = _declared_groups(rows, known, refusals)
    found: dict[str, Role] = {}
    for row in rows:
        for word in row.role_words:
            role = known.get(fold_word(word)) or _declared(word, groups)
            if role is None:
                near = words_of(near_names(word, names))
                refusals.add("catalogue.role_without_group", row.record, "role", role=word, near=near)
            else:
                found[word] = role
    return found


def _known_roles(rows: Sequence[CatalogueCells], case: CaseContext) -> dict[str, Role]:
    """Folded word → role of the case, for the words of this file."""
    book = NameBook([], case.roles, [], case.aliases)
    by_id = {role.id: role for role in case.roles}
    words = dict.fromkeys(word for row in rows for word in row.role_words)
    return {fold_word(word): by_id[found] for word in words if (found := book.role_id(word))}


def _declared(word: str, groups: dict[str, RoleGroup]) -> Role | None:
    group = groups.get(fold_word(word))
    return None if group is None else Role(fold_name(word), group, word)


def _declared_groups(
    rows: Sequence[CatalogueCells], known: dict[str, Role], refusals: RowRefusals
) -> dict[str, RoleGroup]:
    groups: dict[str, RoleGroup] = {}
    for row in rows:
        text = row.record.text("role_group")
        if not text:
            continue
        group = meaning_of(text, ROLE_GROUPS)
        if group is None:
            refusals.add("catalogue.group_unknown", row.record, "role_group", text=text)
            continue
        for word in row.role_words:
            role = known.get(fold_word(word))
            stated = role.group if role else groups.setdefault(fold_word(word), group)
            if stated != group and (role is None or len(row.role_words) == 1):
                refusals.add("catalogue.group_differs", row.record, "role_group", role=word, group=stated)
    return groups
