"""What a year asked its organisations, and with which expected units it was started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import ItemClass


@dataclass(frozen=True)
class YearScope:
    """Which items, roles, levels and systems a year asked for; an empty value is not stated."""

    fiscal_year: int
    classes: tuple[ItemClass, ...]
    roles: tuple[str, ...]
    """Codes of roles."""
    levels: str = ""
    """Which levels of an organisation answer, in words, e.g. 本省及び地方支分部局."""
    systems: str = ""
    """Which systems are asked about, in words."""
    note: str = ""
    basis: Literal["decided", "published"] = "decided"
    """Whether the auditor said so or a document did."""

    def differences(self, other: YearScope) -> tuple[str, ...]:
        """Of "classes", "roles", "levels" and "systems" those both years state, and differently.

        >>> former = YearScope(2006, ("basic",), (), levels="本省")
        >>> former.differences(YearScope(2007, ("enhanced", "basic"), ("user",), levels="本 省"))
        ('classes',)
        >>> former.differences(YearScope(2008, (), ()))
        ()
        """
        compared: tuple[tuple[str, object, object], ...] = (
            ("classes", frozenset(self.classes), frozenset(other.classes)),
            ("roles", frozenset(self.roles), frozenset(other.roles)),
            ("levels", fold_name(self.levels), fold_name(other.levels)),
            ("systems", fold_name(self.systems), fold_name(other.systems)),
        )
        return tuple(name for name, own, others in compared if own and others and own != others)


@dataclass(frozen=True)
class YearStart:
    """A fiscal year begun with what an earlier one left: the units that are expected to report."""

    fiscal_year: int
    from_year: int
    units: tuple[tuple[int, str], ...]
    """Organisation id and unit."""
