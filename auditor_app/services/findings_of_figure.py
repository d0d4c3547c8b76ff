"""Which findings rest on a figure, so that whoever looks at the figure learns of them; and how many are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from auditor_app.domain.findings import OPEN, FindingState
from auditor_app.services.figure_measures import split_measure
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class Mention:
    """A finding that rests on a figure."""

    number: str
    title: str
    state: FindingState


@dataclass(frozen=True)
class FindingIndex:
    """Of the whole case, in one state of it."""

    by_figure: Mapping[str, tuple[Mention, ...]]
    """By the figure, whichever measure of it a finding rests on."""
    open_count: int


def finding_index(reader: CaseReader) -> FindingIndex:
    """Read once for a state of the case; withdrawn findings rest on nothing any more."""
    return reader.remembered(("finding index",), lambda: _read(reader))


def _read(reader: CaseReader) -> FindingIndex:
    findings = reader.findings()
    by_figure: defaultdict[str, list[Mention]] = defaultdict(list)
    for own in findings:
        if own.state != "withdrawn":
            for figure_id in dict.fromkeys(split_measure(link.figure_id)[0] for link in own.text.figures):
                by_figure[figure_id].append(Mention(own.number, own.text.title, own.state))
    mentions = {figure_id: tuple(own) for figure_id, own in by_figure.items()}
    return FindingIndex(mentions, sum(own.state in OPEN for own in findings))
