"""Two edits of one finding made from the same text: put together field by field, or said where they cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from auditor_app.domain.findings import FigureLink, FindingText, FindingVersion

_LISTS = ("figures", "tags")
"""What was added and what was taken away is put together; () of organisations is all of government, and no list."""


@dataclass(frozen=True)
class MergedText:
    """What an edit becomes on a text that has changed since it was begun."""

    text: FindingText
    """The edit holds where both changed the same field."""
    conflicts: tuple[str, ...]
    """Fields both changed, each in its own way."""


def merge_texts(base: FindingText, mine: FindingText, latest: FindingText) -> MergedText:
    """`base` is what the edit was made from, `latest` what stands there now.

    >>> base = FindingText("題", 2006, cause="甲", effect="甲")
    >>> merged = merge_texts(base, replace(base, cause="乙"), replace(base, effect="丙"))
    >>> merged.text.cause, merged.text.effect, merged.conflicts
    ('乙', '丙', ())
    >>> merge_texts(base, replace(base, cause="乙"), replace(base, cause="丙")).conflicts
    ('cause',)
    """
    chosen: dict[str, object] = {}
    conflicts = []
    for name in (own.name for own in fields(FindingText)):
        before, asked, present = (getattr(own, name) for own in (base, mine, latest))
        if asked in (before, present):
            chosen[name] = present
        elif before == present:
            chosen[name] = asked
        elif name in _LISTS:
            chosen[name] = _merged_list(before, asked, present)
        else:
            chosen[name] = asked
            conflicts.append(name)
    return MergedText(replace(latest, **chosen), tuple(conflicts))  # type: ignore[arg-type]


def last_change_of(versions: Sequence[FindingVersion], name: str) -> FindingVersion:
    """Who wrote the field as it is now, and when."""
    now = getattr(versions[-1].text, name)
    found = versions[-1]
    for own in reversed(versions):
        if getattr(own.text, name) != now:
            break
        found = own
    return found


def _merged_list(
    before: tuple[FigureLink | str, ...], asked: tuple[FigureLink | str, ...], present: tuple[FigureLink | str, ...]
) -> tuple[FigureLink | str, ...]:
    kept = [own for own in present if own in asked or own not in before]
    return (*kept, *(own for own in asked if own not in before and own not in kept))
