"""A figure in a few words: who, where in the standard, for whom, what is measured, and of which year."""

from __future__ import annotations

from auditor_app.domain.explanations import Explanation
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.translation import Texts
from auditor_app.services.figure_ids import COVERAGE_MEAN, TOPIC
from auditor_app.services.figure_subjects import FigureSubject, figure_subject
from auditor_app.services.word_explanation import put_into_words
from auditor_app.storage.reading import CaseReader


def subject_of(reader: CaseReader, explanation: Explanation) -> FigureSubject:
    """What an explained figure is about; its year alone where its id says no more."""
    year = explanation.fiscal_year_to or explanation.fiscal_year
    return figure_subject(reader, explanation.figure_id) or FigureSubject("", year)


def figure_words(texts: Texts, subject: FigureSubject, explanation: Explanation) -> str:
    """青葉省 第3部 行政事務従事者 実施率: without its year, and of rates the one a link keeps."""
    part = texts("rates.part", part=subject.part) if subject.part and not subject.item else ""
    role = str(put_into_words(texts, f"role.{subject.role}")) if subject.role else ""
    what = explanation.values[0].label if explanation.kind == "kind.rates" else explanation.kind
    place = (part, subject.item or subject.section, role, subject.topic)
    return " ".join(filter(None, (_who(texts, subject, explanation), subject.unit, *place, texts(what))))


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


def _who(texts: Texts, subject: FigureSubject, explanation: Explanation) -> str:
    if subject.organisation is not None:
        name = subject.organisation.name_in(subject.fiscal_year)
        return name.english if texts.language == "en" and name.english else name.name
    is_all = explanation.title.startswith("*") or subject.kind in (TOPIC, COVERAGE_MEAN)
    return texts("subject.all") if is_all else explanation.title
