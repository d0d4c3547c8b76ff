"""One finding from several selected figures: what each proposes, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor_app.domain.findings import FindingText
from auditor_app.foundation.translation import Texts


def gathered(texts: Texts, proposals: Sequence[FindingText]) -> FindingText:
    """The first gives title, year and criteria; what they do not agree on is left for the auditor to fill in."""
    first, *others = proposals
    if not others:
        return first
    figures = {(own.figure_id, own.options): own for text in proposals for own in text.figures}
    count = len(figures)
    title = texts("findingui.title_of_several", title=first.title, count=count - 1) if count > 1 else first.title
    is_for_all = any(not own.organisations for own in proposals)
    return replace(
        first,
        title=title,
        organisations=()
        if is_for_all
        else tuple(dict.fromkeys(own for text in proposals for own in text.organisations)),
        condition="\n\n".join(dict.fromkeys(filter(None, (own.condition for own in proposals)))),
        criteria="\n".join(dict.fromkeys(line for own in proposals for line in own.criteria.splitlines())),
        figures=tuple(figures.values()),
        part=_shared([own.part for own in proposals]),
        section=_shared([own.section for own in proposals]),
        item=_shared([own.item for own in proposals]),
        role=_shared([own.role for own in proposals]),
        topic=_shared([own.topic for own in proposals]),
    )


def _shared(values: Sequence[str]) -> str:
    """
    >>> _shared(["3", "3"]), _shared(["3", "4"])
    ('3', '')
    """
    return values[0] if len(set(values)) == 1 else ""
