"""What each year asked of whom: as the auditor decided, else as the published report says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from auditor_app.domain.published import FactKind, fold_name
from auditor_app.domain.standards import ItemClass, Role
from auditor_app.domain.year_scope import YearScope
from auditor_app.storage.reading import CaseReader

_BETWEEN_NAMES = re.compile(r"[、,，]|及び|並びに|と")
_CLASS_WORDS: tuple[tuple[ItemClass, str], ...] = (("basic", "基本"), ("enhanced", "強化"))


def scope_of_year(reader: CaseReader, fiscal_year: int) -> YearScope | None:
    """The scope of a year; None where neither the auditor nor a report states any."""
    return scopes(reader).get(fiscal_year)


def scopes(reader: CaseReader) -> dict[int, YearScope]:
    """The scopes of all years that have one, by year; what the auditor decided goes before what was published."""
    known = {**published_scopes(reader), **reader.year_scopes()}
    return {year: known[year] for year in sorted(known)}


def published_scopes(reader: CaseReader) -> dict[int, YearScope]:
    """What reports say, whatever the auditor decided."""
    words: dict[int, dict[str, str]] = defaultdict(dict)
    for fact in reader.facts([FactKind.SCOPE]):
        words[fact.key.fiscal_year].setdefault(fact.key.aspect, fact.shown.value.text)
    roles = reader.roles()
    return {year: _scope(year, own, roles) for year, own in words.items()}


def _scope(year: int, words: dict[str, str], known: Sequence[Role]) -> YearScope:
    classes = tuple(own for own, word in _CLASS_WORDS if word in words.get("classes", ""))
    systems = words.get("systems", "")
    printed = words.get("roles", "")
    codes = _codes(printed, known)
    if systems and codes and not any(role.group == "system" and role.code in codes for role in known):
        codes += tuple(role.code for role in known if role.code == "system")  # systems are listed apart from people
    note = "" if codes else printed
    return YearScope(year, classes, codes, words.get("levels", ""), systems, note, "published")


def _codes(printed: str, known: Sequence[Role]) -> tuple[str, ...]:
    """Roles by name or code; none at all when one of the names is unknown: a list with a gap would leave it out."""
    by_name = {_folded(name): role.code for role in known for name in (role.code, role.name_ja, role.name_en) if name}
    names = [name for name in map(str.strip, _BETWEEN_NAMES.split(printed)) if name]
    found = [by_name.get(_folded(name)) for name in names]
    return tuple(dict.fromkeys(code for code in found if code)) if all(found) else ()


def _folded(name: str) -> str:
    return fold_name(name).casefold().removesuffix("等")
