"""The text a finding begins with: what the figure or failed check says, and what the standard asks there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.explanations import Explanation
from auditor_app.domain.findings import FigureLink, FindingText
from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import FactKind, State, Statement, fold_name
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.domain.standards import Edition
from auditor_app.foundation.translation import Texts
from auditor_app.services.figure_ids import ANSWER, COVERAGE_MEAN, COVERAGE_RETURN, DELTA, ITEM, RATES, TOPIC
from auditor_app.services.figure_measures import measure_of
from auditor_app.services.figure_subjects import FigureSubject, edition_of
from auditor_app.services.link_figures import check_link, check_of, is_check, link_of, watched
from auditor_app.services.word_explanation import formula_words, left_out_words, value_words
from auditor_app.services.word_figure import figure_words, option_words, subject_of, year_words
from auditor_app.storage.reading import CaseReader

MOST_LEFT_OUT = 20
MOST_PLACES = 5
"""Of a failed check in the text of its finding; the check has them all."""
OWN_SURVEY, OWN_SURVEY_WORD = "with_own_survey", "独自"
_OF_ITEMS = frozenset({RATES, ITEM, ANSWER, TOPIC, DELTA, FactKind.WEAK_AREA.value})
_OF_COVERAGE = frozenset({COVERAGE_RETURN, COVERAGE_MEAN, FactKind.COVERAGE.value})


def propose_finding(
    reader: CaseReader, texts: Texts, figure_id: str, options: RateOptions | None = None
) -> FindingText:
    """A text filled in with what the figure says, in the language of the screen; WrongUsageError for no such figure.

    Cause, effect and recommendation are the auditor's: no figure tells them.
    """
    if is_check(figure_id):
        return _text_of_check(reader, texts, figure_id)
    return _text_of_figure(reader, texts, figure_id, options or RateOptions())


def _text_of_figure(reader: CaseReader, texts: Texts, figure_id: str, options: RateOptions) -> FindingText:
    """From any figure `explain` knows."""
    explanation, measure = watched(reader, figure_id, options)
    link = link_of(reader, texts, explanation, measure, options)
    subject = subject_of(reader, explanation)
    return FindingText(
        _title(texts, subject, explanation, link, measure),
        subject.fiscal_year,
        severity=usual_severity(reader),
        organisations=(subject.organisation.id,) if subject.organisation else (),
        part=subject.part,
        section=subject.section,
        item=subject.item,
        role=subject.role,
        topic=subject.topic,
        condition="\n".join(_condition(texts, explanation, link)),
        criteria=criteria_words(reader, texts, subject),
        figures=(link,),
    )


def _text_of_check(reader: CaseReader, texts: Texts, figure_id: str) -> FindingText:
    """From a check: what was expected, what was found, and where."""
    result = check_of(reader, figure_id)
    values = {"expected": result.expected or "—", "found": result.found or "—"}
    about = f"check.{result.rule}.about"
    return FindingText(
        texts("findingshow.check_title", rule=texts(f"check.{result.rule}"), subject=result.subject),
        _year_of_check(reader, result),
        severity=usual_severity(reader),
        organisations=_bodies_of_check(reader, result),
        condition="\n".join([texts("findingshow.check_condition", **values), *_place_lines(texts, result)]),
        criteria=texts(about) if texts.has(about) else "",
        figures=(check_link(reader, texts, result),),
    )


def _bodies_of_check(reader: CaseReader, result: CheckResult) -> tuple[int, ...]:
    """Whoever its subject names, among other words; () where it is about nobody in particular."""
    bodies = reader.organisations()
    found = (find_organisation(bodies, fold_name(word)) for word in result.subject.split())
    return tuple(dict.fromkeys(own.id for own in found if own is not None))


def usual_severity(reader: CaseReader) -> str:
    """The middle of the office's scale, where it has no `medium`."""
    codes = [own.code for own in reader.severities()]
    return "medium" if "medium" in codes or not codes else codes[len(codes) // 2]


def criteria_words(reader: CaseReader, texts: Texts, subject: FigureSubject) -> str:
    """Edition, Part, section and item with their titles; for coverage, what coverage has to be."""
    if subject.kind in _OF_COVERAGE or subject.metric == FactKind.COVERAGE.value:
        return texts("findingshow.coverage_criteria")
    if subject.kind not in _OF_ITEMS or subject.metric not in ("", *METRICS):
        return ""
    edition = edition_of(reader, subject.fiscal_year)
    lines = [_edition_words(texts, edition)] if edition else []
    return "\n".join([*lines, *_criteria_lines(reader, texts, subject, edition)])


def _edition_words(texts: Texts, edition: Edition) -> str:
    draft = texts("findingshow.draft") if edition.is_draft else ""
    return texts("findingshow.edition", standard=edition.standard, name=edition.name) + draft


def _criteria_lines(reader: CaseReader, texts: Texts, subject: FigureSubject, edition: Edition | None) -> Iterator[str]:
    if subject.part:
        title = next((own.title for own in edition.parts if own.part == subject.part), "") if edition else ""
        title = title or _published_title(reader, subject)
        yield texts("part.title", part=subject.part, title=title).strip()
    if subject.section:
        title = next((own.title for own in edition.sections if own.section == subject.section), "") if edition else ""
        yield f"{subject.section} {title}".strip()
    if subject.item:
        title = next((own.title for own in edition.items if own.item == subject.item), "") if edition else ""
        yield f"{subject.item} {title}".strip()


def _published_title(reader: CaseReader, subject: FigureSubject) -> str:
    facts = reader.facts([FactKind.STANDARD_PART], [subject.fiscal_year])
    return next((fact.shown.value.text for fact in facts if fact.key.part == subject.part), "")


def _title(texts: Texts, subject: FigureSubject, explanation: Explanation, link: FigureLink, measure: str) -> str:
    """青葉省 第3部 実施率 58.3 %: the figure and its value, or the words of its state."""
    years = texts("findingshow.years", years=year_words(texts, subject)) if subject.kind == DELTA else ""
    chosen = option_words(texts, link.options)
    words = figure_words(texts, subject, explanation, measure)
    is_said = explanation.values[0].number is None and link.printed in words  # the title of a measure is its value
    return f"{words}{'' if is_said else f' {link.printed}'}{years}{chosen}"


def _condition(texts: Texts, explanation: Explanation, link: FigureLink) -> Iterator[str]:
    """What there is, with its numbers; a state is said and no number is put in its place."""
    yield texts("findingshow.figure_is", figure=link.label, value=link.printed)
    yield from formula_words(texts, explanation)
    yield from _steps(texts, explanation)
    yield from _left_out(texts, explanation, link)
    if explanation.is_contradicted:
        yield texts("explain.contradicted")
    yield from (own.value.text or own.printed for own in _footnotes(explanation))


def _footnotes(explanation: Explanation) -> Iterator[Statement]:
    """Those that concern the figure: what is said of surveys of their own, of those that made one and of all only."""
    is_about_surveys = explanation.title == "*" or any(measure_of(own) == OWN_SURVEY for own in explanation.values)
    return (own for own in explanation.footnotes if is_about_surveys or OWN_SURVEY_WORD not in own.printed)


def _left_out(texts: Texts, explanation: Explanation, link: FigureLink) -> Iterator[str]:
    """Who or what the number does not contain; of a figure that is excluded itself the sentences say so."""
    names = explanation.left_out
    if not names or names == (explanation.title,) or link.state is State.EXCLUDED:
        return
    words = left_out_words(texts, replace(explanation, left_out=names[:MOST_LEFT_OUT]))
    more = texts("findingshow.more", count=len(names) - MOST_LEFT_OUT) if len(names) > MOST_LEFT_OUT else ""
    yield " ".join(filter(None, (f"{texts('explain.left_out')}: {words}", more)))


def _steps(texts: Texts, explanation: Explanation) -> Iterator[str]:
    """Target → ascertained → duty arose → carried out, each a number or a state."""
    steps = [f"{texts(own.label)} {value_words(texts, own)}" for own in explanation.steps]
    if steps:
        yield " → ".join(steps)


def _place_lines(texts: Texts, result: CheckResult) -> Iterator[str]:
    for place in result.places[:MOST_PLACES]:
        yield f"{place.document}: {place.code()}"
    if len(result.places) > MOST_PLACES:
        yield texts("findingshow.more_places", count=len(result.places) - MOST_PLACES)


def _year_of_check(reader: CaseReader, result: CheckResult) -> int:
    """That of a statement the check looked at; else the latest the case has anything of."""
    looked_at = {(own.sha256, own.line_from, own.sheet, own.cell) for own in result.places}
    for fact in reader.facts(list(FactKind)):
        for own in fact.statements:
            place = own.place
            if (place.sha256, place.line_from, place.sheet, place.cell) in looked_at:
                return fact.key.fiscal_year_to or fact.key.fiscal_year
    years = [*reader.returns_years(), *reader.fiscal_years(FactKind.COVERAGE)]
    return max(years, default=reader.case_info().created_at.year)
