"""Search everything published in a case by words: organisations, areas, measures, sections, topics."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.published import Fact, FactKind, fold_name
from auditor_app.storage.reading import CaseReader

LIMIT = 12
UNSEARCHED = frozenset({FactKind.ANNEX_REFERENCE})


@dataclass(frozen=True)
class Found:
    """A fact whose words contain what was asked for."""

    figure_id: str
    kind: FactKind
    fiscal_year: int
    words: str
    printed: str


def search_case(reader: CaseReader, wanted: str, limit: int = LIMIT) -> list[Found]:
    """Facts whose subject, aspect, section, attributes, English name or printed form contain `wanted`.

    Spacing, width and case of letters do not matter; facts whose subject begins with it come first,
    among equals in the order of the kinds (coverage first).
    """
    asked = fold_name(wanted).lower()
    if not asked:
        return []
    english = {fold_name(name.name): name.english for own in reader.organisations() for name in own.names}
    order = {kind: number for number, kind in enumerate(FactKind)}
    ranked: list[tuple[int, int, int, Fact]] = []
    for fact in reader.facts([kind for kind in FactKind if kind not in UNSEARCHED]):
        rank = _rank(fact, asked, english.get(fold_name(fact.key.subject), ""))
        if rank is not None:
            ranked.append((rank, order[fact.key.kind], len(ranked), fact))
    ranked.sort(key=lambda entry: entry[:3])
    return [_found(entry[-1]) for entry in ranked[:limit]]


def _rank(fact: Fact, asked: str, english: str) -> int | None:
    key = fact.key
    first = [fold_name(text).lower() for text in (key.subject, key.section, english) if text]
    if any(text == asked for text in first):
        return 0
    if any(text.startswith(asked) for text in first):
        return 1
    shown = fact.shown
    others = [*first, key.aspect, shown.printed, shown.value.text, *(value for _, value in shown.attributes)]
    return 2 if any(asked in fold_name(text).lower() for text in others) else None


def _found(fact: Fact) -> Found:
    key = fact.key
    words = " · ".join(text for text in (key.subject, key.section, key.aspect) if text and text != "*")
    return Found(key.figure_id, key.kind, key.fiscal_year, words, fact.shown.printed)
