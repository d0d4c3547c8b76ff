"""Finds organisations, items, roles and years by what a cell calls them; each distinct text is looked up once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Edition, Role, edition_for
from auditor_app.domain.table_proposals import NameKind, NameSuggestion
from auditor_app.importing.near_names import near_names

_ROLE_WORDS = {
    "officer": ("情報セキュリティ責任者等", "情報セキュリティ責任者", "責任者等", "責任者"),
    "staff": ("行政事務従事者", "行政事務従事者等", "従事者", "職員"),
    "system": ("情報システム", "情報システム等", "システム"),
}
"""Further words for the three roles of interface.md; a role of the case by that very name comes first."""

_TOTAL_WORDS = frozenset(
    ("合計", "計", "総計", "小計", "総合計", "全体計", "総数", "total", "grandtotal", "subtotal", "sum")
)


def fold_item(text: str) -> str:
    """
    >>> fold_item("４．１．６（１）（ａ）"), fold_item("4.1.6 (1) (a)")
    ('4.1.6(1)(a)', '4.1.6(1)(a)')
    """
    return fold_name(text).casefold()


def fold_unit(text: str) -> str:
    """A unit is free text: width and white space do not tell two apart.

    >>> fold_unit(" 大臣官房　 総務課 "), fold_unit("第１局")
    ('大臣官房 総務課', '第1局')
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_total_word(text: str) -> bool:
    """Whether the cell marks a row of totals.

    >>> is_total_word("合　計"), is_total_word("【総計】"), is_total_word("会計検査院")
    (True, True, False)
    """
    return fold_name(text).casefold().strip("()[]【】〔〕") in _TOTAL_WORDS


class NameBook:
    """The names a case knows, with the aliases confirmed earlier and in this import."""

    def __init__(
        self,
        organisations: Sequence[Organisation],
        roles: Sequence[Role],
        editions: Sequence[Edition],
        aliases: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._organisations = list(organisations)
        self._editions = editions
        self._aliases: dict[NameKind, dict[str, int]] = {
            "organisation": _folded(aliases.get("organisation", {})),
            "item": _folded(aliases.get("item", {})),
            "role": _folded(aliases.get("role", {})),
        }
        self._roles = roles
        self._role_ids = _role_ids(roles)
        self._by_name: dict[str, list[tuple[OrganisationName, int]]] = {}
        for organisation in organisations:
            self._enter(organisation)
        self._items: dict[int, dict[str, int]] = {}

    def _enter(self, organisation: Organisation) -> None:
        for name in organisation.names:
            for printed in filter(None, (name.name, name.english)):
                self._by_name.setdefault(fold_name(printed).casefold(), []).append((name, organisation.id))

    def declare(self, organisation: Organisation) -> None:
        """Knows one organisation more from now on."""
        self._organisations.append(organisation)
        self._enter(organisation)

    def organisation_id(self, text: str, fiscal_year: int) -> int | None:
        """Whose name that is in a fiscal year; a name counts if it was borne on any day of the year."""
        folded = fold_name(text).casefold()
        found = {identifier for name, identifier in self._by_name.get(folded, ()) if was_borne_in(name, fiscal_year)}
        if len(found) == 1:
            return found.pop()
        return self._aliases["organisation"].get(folded)

    def is_organisation_name(self, text: str) -> bool:
        """Whether any organisation bears or bore that name, in whatever year."""
        return fold_name(text).casefold() in self._by_name

    def role_id(self, text: str) -> int | None:
        folded = fold_name(text).casefold()
        return self._role_ids.get(folded) or self._aliases["role"].get(folded)

    def edition_id(self, fiscal_year: int) -> int | None:
        """The edition that holds for a year; None if no edition with items does."""
        edition = edition_for(self._editions, fiscal_year)
        return edition.id if edition else None

    def item_id(self, text: str, edition_id: int) -> int | None:
        if edition_id not in self._items:
            edition = next(own for own in self._editions if own.id == edition_id)
            self._items[edition_id] = {fold_item(item.item): item.id for item in edition.items}
        known = self._items[edition_id]
        folded = fold_item(text)
        found = known.get(folded)
        if found is None:
            alias = self._aliases["item"].get(folded)
            found = alias if alias in set(known.values()) else None
        return found

    def organisation_name(self, organisation_id: int, fiscal_year: int) -> str:
        found = next(own for own in self._organisations if own.id == organisation_id)
        return found.name_in(fiscal_year).name

    def item_name(self, item_id: int) -> str:
        return next((item.item for own in self._editions for item in own.items if item.id == item_id), "")

    def role_name(self, role_id: int) -> str:
        return next((role.name_ja for role in self._roles if role.id == role_id), "")

    def suggestions(self, kind: NameKind, text: str, fiscal_year: int) -> tuple[NameSuggestion, ...]:
        """Names of the case that look like `text`: suggested, never decided."""
        known = dict(self._known(kind, fiscal_year))
        return tuple(NameSuggestion(known[name], name) for name in near_names(text, list(known)))

    def _known(self, kind: NameKind, fiscal_year: int) -> Iterable[tuple[str, int]]:
        if kind == "role":
            return [(role.name_ja, role.id) for role in self._roles]
        if kind == "item":
            edition = edition_for(self._editions, fiscal_year)
            return [(item.item, item.id) for item in edition.items] if edition else []
        return [
            (name.name, organisation.id)
            for organisation in self._organisations
            for name in organisation.names
            if not fiscal_year or was_borne_in(name, fiscal_year)
        ]


def was_borne_in(name: OrganisationName, fiscal_year: int) -> bool:
    """Whether the name was borne on any day of the fiscal year.

    >>> was_borne_in(OrganisationName("防衛庁", to_date=date(2007, 1, 8)), 2006)
    True
    >>> was_borne_in(OrganisationName("防衛庁", to_date=date(2007, 1, 8)), 2007)
    False
    """
    first, last = date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31)
    return (name.from_date is None or name.from_date <= last) and (name.to_date is None or name.to_date >= first)


def _folded(aliases: Mapping[str, int]) -> dict[str, int]:
    return {fold_name(text).casefold(): target for text, target in aliases.items()}


def _role_ids(roles: Sequence[Role]) -> dict[str, int]:
    """Folded word → role; codes before names before the words of interface.md, which only fill gaps."""
    ids: dict[str, int] = {}
    for role in roles:
        ids[fold_name(role.code).casefold()] = role.id
    for role in roles:
        for name in filter(None, (role.name_ja, role.name_en)):
            ids.setdefault(fold_name(name).casefold(), role.id)
    for role in roles:
        for word in _ROLE_WORDS.get(role.code, ()):
            ids.setdefault(fold_name(word).casefold(), role.id)
    return ids
