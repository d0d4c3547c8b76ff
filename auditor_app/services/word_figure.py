"""A figure in a few words: who, where in the standard, for whom, what is measured, and of which year."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_app.domain.explanations import Explanation
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.published import FactKey, FactKind
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.translation import Texts
from auditor_app.services.figure_ids import COVERAGE_MEAN, DELTA, TOPIC
from auditor_app.services.figure_subjects import FigureSubject, figure_subject
from auditor_app.services.word_explanation import put_into_words
from auditor_app.services.word_names import called_in
from auditor_app.storage.reading import CaseReader

_OF_SECTORS = frozenset({FactKind.SECTOR, FactKind.SECTOR_COUNT, FactKind.CEPTOAR_COUNT, FactKind.SECTOR_STATE})
_WITHOUT_ASPECT = frozenset({FactKind.SCOPE, FactKind.FOOTNOTE, FactKind.ANNEX_REFERENCE})
"""Theirs are our own words."""
_RATES = "kind.rates"
_BETWEEN = " · "
"""Between the pieces of a title."""


def subject_of(reader: CaseReader, explanation: Explanation) -> FigureSubject:
    """What an explained figure is about; its year alone where its id says no more."""
    year = explanation.fiscal_year_to or explanation.fiscal_year
    return figure_subject(reader, explanation.figure_id) or FigureSubject("", year)


def figure_words(texts: Texts, subject: FigureSubject, explanation: Explanation, measure: str = "") -> str:
    """青葉省 第3部 行政事務従事者 到達率: without its year; `measure` says that not its first value is meant."""
    key = explanation.statements[0].key if explanation.statements else None
    if key is not None and explanation.kind != f"kind.{key.kind.value}":
        key = None  # computed from published figures
    part = texts("rates.part", part=subject.part) if subject.part and not subject.item else ""
    role = str(put_into_words(texts, f"role.{subject.role}")) if subject.role else ""
    target = explanation.title.rpartition(_BETWEEN)[2] if subject.kind == DELTA and subject.target else subject.target
    place = (part, subject.item or subject.section, role, subject.topic, target)
    who = _who(texts, subject, explanation, key)
    particular = _particular(texts, key) if key is not None else ""
    return _joined([who, subject.unit, *place, particular, _what(texts, explanation, measure, key)])


def year_words(texts: Texts, subject: FigureSubject) -> str:
    """2006年度, or 2006年度 → 2007年度 of a difference."""
    years = [own for own in (subject.former_year, subject.fiscal_year) if own]
    return " → ".join(fiscal_year_text(own, "western", texts.language) for own in years)


def option_words(texts: Texts, options: RateOptions) -> str:
    """What a number was computed from beside the official definition, in brackets; "" for nothing."""
    chosen = []
    if options.include_excluded or options.completed:
        chosen.append(texts("findingshow.what_if"))
    if options.item_class:
        chosen.append(texts(f"findingshow.only_{options.item_class}"))
    if options.leave_out_below:
        chosen.append(texts("findingshow.without_small", limit=options.leave_out_below))
    return texts("findingshow.by_choice", words=" · ".join(chosen)) if chosen else ""


def _who(texts: Texts, subject: FigureSubject, explanation: Explanation, key: FactKey | None) -> str:
    if subject.organisation is not None:
        return called_in(texts, subject.organisation, subject.fiscal_year)
    if explanation.title.startswith("*") or subject.kind in (TOPIC, COVERAGE_MEAN):
        return texts("subject.all")
    if key is None:
        return explanation.title.partition(_BETWEEN)[0] if subject.kind == DELTA else explanation.title
    return texts(f"subject.{key.subject}") if texts.has(f"subject.{key.subject}") else key.subject


def _what(texts: Texts, explanation: Explanation, measure: str, key: FactKey | None) -> str:
    """What is measured: of several rates the one that is meant, of a number its part that is."""
    label = explanation.values[0].label
    if explanation.kind == _RATES:
        return texts(label)
    if key is not None and key.kind is FactKind.SCOPE and texts.has(f"scope.{key.aspect}"):
        return texts(explanation.kind) + texts("findingshow.by_choice", words=texts(f"scope.{key.aspect}"))
    if not measure:
        return texts(explanation.kind)
    if not label.startswith("value."):
        return texts(label)  # a count of its own, such as how many are missing
    return texts(explanation.kind) + texts("findingshow.by_choice", words=texts(label))


def _particular(texts: Texts, key: FactKey) -> str:
    """What tells a published figure from others of its subject: new or continued, which group, which title."""
    if key.kind in _OF_SECTORS:
        return texts(f"group.{key.aspect or 'all'}")
    if key.kind is FactKind.MEASURE_COUNT:
        return texts(f"programme.group.{key.aspect}")
    return "" if key.aspect == "all" or key.kind in _WITHOUT_ASPECT else key.aspect


def _joined(pieces: Iterable[str]) -> str:
    """
    >>> _joined(["情報通信", "", "情報通信", "重要インフラ分野"])
    '情報通信 重要インフラ分野'
    """
    return " ".join(dict.fromkeys(filter(None, pieces)))
