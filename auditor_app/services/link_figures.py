"""The figures findings rest on: their value as it is now, and whether it is still the one that was linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.explanations import Explanation
from auditor_app.domain.findings import FigureLink, Finding
from auditor_app.domain.published import State, fold_name
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.foundation.translation import Language, Texts
from auditor_app.services.check_document import case_checks
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_measures import of_measure, split_measure, with_measure_first
from auditor_app.services.word_explanation import value_words
from auditor_app.services.word_figure import figure_words, option_words, subject_of, year_words
from auditor_app.storage.reading import CaseReader

CHECK = "check"


@dataclass(frozen=True)
class FigureNow:
    """A linked figure beside what it is now."""

    link: FigureLink
    now: FigureLink | None
    """None: the case has no such figure any more."""
    is_changed: bool


def check_id(result: CheckResult) -> str:
    """The figure id of a check.

    >>> check_id(CheckResult("cross_footing", "企業 : 計", "48", "47", False, ()))
    'check:cross_footing:企業 : 計'
    """
    return f"{CHECK}:{result.rule}:{result.subject}"


def figure_link(reader: CaseReader, texts: Texts, figure_id: str, options: RateOptions | None = None) -> FigureLink:
    """A figure (or `check:<rule>:<subject>`) with its value as it is now; WrongUsageError when there is none."""
    if is_check(figure_id):
        return check_link(reader, texts, check_of(reader, figure_id))
    chosen = options or RateOptions()
    return link_of(reader, texts, *watched(reader, figure_id, chosen), chosen)


def watched(reader: CaseReader, figure_id: str, options: RateOptions) -> tuple[Explanation, str]:
    """The explanation that begins with the value that is meant, and its measure: "" where it begins so by itself."""
    figure, measure = split_measure(figure_id)
    natural = explain_figure(reader, figure, options)
    explanation = with_measure_first(natural, measure)
    if explanation is None:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    return explanation, "" if explanation is natural else measure


def link_of(
    reader: CaseReader, texts: Texts, explanation: Explanation, measure: str, options: RateOptions
) -> FigureLink:
    """Of what `watched` gave: the first value of the explanation is the one the link keeps."""
    value, subject = explanation.values[0], subject_of(reader, explanation)
    words = figure_words(texts, subject, explanation, measure)
    return FigureLink(
        of_measure(explanation.figure_id, measure),
        f"{words} {year_words(texts, subject)}{option_words(texts, options)}",
        value_words(texts, value),
        "" if value.number is None or value.state is not State.REPORTED else str(value.number),
        value.unit,
        value.state,
        options,
        reader.log_head()[0],
    )


def check_link(reader: CaseReader, texts: Texts, result: CheckResult) -> FigureLink:
    """What was expected and what was found, in signs that mean the same in every language."""
    sign = "=" if result.holds else "≠"
    printed = f"{result.expected or '—'} {sign} {result.found or '—'}"
    label = f"{texts(f'check.{result.rule}')} {result.subject}"
    return FigureLink(check_id(result), label, printed, log_sequence=reader.log_head()[0])


def is_check(figure_id: str) -> bool:
    return figure_id.startswith(f"{CHECK}:")


def check_of(reader: CaseReader, figure_id: str) -> CheckResult:
    """The check of that id, a failed one before one that holds; WrongUsageError when there is none."""
    _, rule, subject = (*figure_id.split(":", 2), "", "")[:3]
    found = [own for own in _checks(reader) if (own.rule, fold_name(own.subject)) == (rule, fold_name(subject))]
    if not found:
        raise WrongUsageError(Problem("finding.check_unknown", figure_id))
    return found[0]


def figures_now(reader: CaseReader, texts: Texts, links: Iterable[FigureLink]) -> list[FigureNow]:
    """Each beside its present value, under the options it was linked with, in the order given."""
    present = PresentFigures(reader, texts)
    return [present.beside(link) for link in links]


def changed_figures(reader: CaseReader, texts: Texts, finding: Finding) -> list[FigureNow]:
    """All figures of a finding's present text, changed or not."""
    return figures_now(reader, texts, finding.text.figures)


class PresentFigures:
    """What linked figures are now; each is explained once for one state of the case."""

    def __init__(self, reader: CaseReader, texts: Texts) -> None:
        self._reader, self._texts = reader, texts
        # a result that is filled in as it is asked for: what stands in it never changes
        self._known: dict[tuple[str, str, RateOptions], FigureLink | None]
        self._known = reader.remembered(("figures now",), dict)

    def beside(self, link: FigureLink) -> FigureNow:
        now = self._now(self._texts, link)
        if now is None or link.is_same_value(now):
            return FigureNow(link, now, now is None)
        if link.number or now.number:
            return FigureNow(link, now, is_changed=True)
        other = self._now(_in_the_other_language(self._texts.language), link)  # it may have been linked in that one
        return FigureNow(link, now, other is None or not link.is_same_value(other))

    def _now(self, texts: Texts, link: FigureLink) -> FigureLink | None:
        key = (texts.language, link.figure_id, link.options)
        if key not in self._known:
            try:
                self._known[key] = figure_link(self._reader, texts, link.figure_id, link.options)
            except WrongUsageError:
                self._known[key] = None
        return self._known[key]


@lru_cache(maxsize=2)
def _in_the_other_language(language: Language) -> Texts:
    return Texts("en" if language == "ja" else "ja")


def _checks(reader: CaseReader) -> tuple[CheckResult, ...]:
    """All checks, once for one state of the case."""
    return reader.remembered(("checks",), lambda: case_checks(reader))
