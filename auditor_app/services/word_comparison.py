"""Comparisons in words: what separates two years, for a terminal and for the manifest of an export."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.comparison import BREAKS, PairNotes
from auditor_app.domain.crosswalk import COMMON_KINDS, UNMAPPED
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.services.compare_json import Row, pair_json


def reason_words(texts: Texts, reason: str) -> str:
    """Why there is no delta; a kind of the crosswalk by its name."""
    kind = reason.removeprefix("kind:")
    if kind != reason:
        return texts("reason.kind", kind=texts(f"crosswalk_kind.{kind}"))
    return texts(f"reason.{reason}")


def pair_words(texts: Texts, pair: PairNotes) -> str:
    """Editions, what is common and what is not and why, and in what the scopes differ, in one line."""
    years = texts("compareshow.pair", former=pair.former, later=pair.later)
    return years + texts("compareshow.between").join(_pieces(texts, pair))


def _pieces(texts: Texts, pair: PairNotes) -> Sequence[str]:
    unknown = texts("compareshow.no_edition")
    editions = {"former": pair.former_edition or unknown, "later": pair.later_edition or unknown}
    is_same = bool(pair.former_edition) and pair.former_edition == pair.later_edition
    pieces = [texts("compareshow.same_edition" if is_same else "compareshow.editions", **editions)]
    pieces += [texts("edition.not_decided", edition=name) for name in pair.drafts]
    if pair.has_crosswalk:
        pieces.append(texts("compareshow.common", count=pair.common_items))
    else:
        pieces.append(texts("compareshow.no_crosswalk"))
    if not_asked := items_not_asked(pair):
        pieces.append(texts("compareshow.not_asked", count=not_asked))
    others = [(kind, count) for kind, count in pair.kinds if kind not in (*COMMON_KINDS, UNMAPPED) and count]
    if others:
        kinds = [texts("compareshow.kind", kind=kind_words(texts, kind), count=count) for kind, count in others]
        pieces.append(texts("compareshow.kinds", kinds=texts("compareshow.and").join(kinds)))
    if pair.unmapped:
        pieces.append(texts("compareshow.unmapped", count=len(pair.unmapped)))
    if pair.scope_differences:
        names = texts("compareshow.and").join(texts(f"scope_word.{name}") for name in pair.scope_differences)
        pieces.append(texts("compareshow.scope", names=names))
    return pieces


def items_not_asked(pair: PairNotes) -> int:
    """Items that are joined as one and yet not common: a year, or what is counted, leaves them out."""
    return sum(count for kind, count in pair.kinds if kind in COMMON_KINDS) - pair.common_items


def kind_words(texts: Texts, kind: str) -> str:
    """Why an item is not common: a kind of the crosswalk, or that nothing joins or asks it."""
    return texts(f"crosswalk_kind.{kind}")


def comparison_particulars(pairs: Sequence[PairNotes]) -> Row:
    """What an export of a comparison says beside its rows: its years in pairs, and every break in both languages."""
    both = {language: Texts(language) for language in LANGUAGES}
    legend = {name: {language: texts(f"break.{name}") for language, texts in both.items()} for name in BREAKS}
    return {"pairs": [pair_json(pair) for pair in pairs], "breaks": legend}
