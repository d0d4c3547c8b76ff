"""What the page of compared years says around its table: what is compared, how it counts, and why nothing is there."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.rate_notes import option_notes
from auditor_app.ui.compare_questions import COVERAGE, LEVELS_OF_ONE, CompareQuestion
from auditor_app.ui.comparing import CompareResult


def empty_words(texts: Texts, result: CompareResult | None) -> str:
    """What a table without rows says, and what to bring."""
    if result is None:
        return texts("compare.empty.none")
    if result.question.level == "published":
        return texts("compare.empty.published")
    if result.comparison is not None:
        return texts("compare.empty.rows")
    return texts("compare.empty.years", years=_listed(texts, result)) if result.years else texts("compare.empty.none")


def remarks(texts: Texts, result: CompareResult, *, is_of_auditor: bool) -> list[str]:
    """How rates are counted, which years have nothing, and why published figures are shown that nobody asked for."""
    question, comparison = result.question, result.comparison
    is_rate = question.level != "published" and question.metric != COVERAGE
    found = option_notes(texts, question.options, None) if is_rate else []
    missing = (*result.left_out, *(comparison.missing_years if comparison else ()))
    if missing:
        years = texts("compare.years.join").join(str(year) for year in missing)
        found.append(texts("compare.note.missing_years", years=years))
    if question.level == "published" and not is_of_auditor:
        there = _listed(texts, result) or texts("compare.years.none")
        found.append(texts("compare.note.why_published", years=there))
    return found


def subject_words(texts: Texts, question: CompareQuestion, years: Sequence[str], role: str, organisation: str) -> str:
    """What is compared: whose, measure, Part, role and the years."""
    if question.level == "published":
        words = [texts(f"compare.published.{question.published}")]
    else:
        words = [organisation] if question.level in LEVELS_OF_ONE else []
        words.append(texts(f"kind.{question.metric}"))
        if question.metric != COVERAGE:
            words.append(texts("rates.all_parts") if question.part == ALL else texts("rates.part", part=question.part))
        words.append(role)
    return " · ".join(filter(None, (*words, " / ".join(years))))


def _listed(texts: Texts, result: CompareResult) -> str:
    return texts("compare.years.join").join(str(year) for year in result.years)
