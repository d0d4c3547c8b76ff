"""The columns of the coverage table: two values in one group, place in the analysis, difference, provenance."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from auditor_app.domain.numbers import percent_text, rounded
from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_coverage import CoverageRow
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.word_columns import text_column


def coverage_columns(texts: Texts) -> list[Column]:
    """Columns over CoverageRow, in the order shown."""
    return [*_identity_columns(texts), *_value_columns(texts), *_analysis_columns(texts), *_hidden_columns(texts)]


def official_words(texts: Texts, row: CoverageRow) -> str:
    """The official value, or the words of its state."""
    return texts(f"state.{row.state.value}") if row.official_percent is None else percent_text(row.official_percent)


def share(value: Decimal | Fraction | None) -> float | None:
    """A percentage as the length of a bar, 0 to 1; None stays none."""
    return None if value is None else float(value) / 100


def _identity_columns(texts: Texts) -> list[Column]:
    is_japanese = texts.language == "ja"

    def name(row: CoverageRow) -> str:
        return row.organisation if is_japanese or not row.english else f"{row.english} ({row.organisation})"

    return [
        Column(
            "position",
            texts("coverage.position"),
            lambda row: row.position,
            lambda row: str(row.position),
            kind="number",
            width=6,
            is_frozen=True,
            filter_kind="none",
            header_tooltip=texts("coverage.position.help"),
        ),
        text_column("organisation", texts("coverage.organisation"), name, 17 if is_japanese else 26, is_frozen=True),
    ]


def _value_columns(texts: Texts) -> list[Column]:
    group = texts("coverage.group")
    return [
        Column(
            "official",
            texts("coverage.official"),
            lambda row: row.official_percent,
            lambda row: official_words(texts, row),
            kind="percent",
            group=group,
            width=13,
            bar=lambda row: share(row.official_percent),
            state=lambda row: None if row.state is State.REPORTED else "word",
            meaning=lambda row: None if row.state is State.REPORTED else row.state,
            header_tooltip=texts("coverage.official.help"),
        ),
        Column(
            "with_own_survey",
            texts("coverage.with_own_survey"),
            lambda row: row.with_own_survey_percent,
            lambda row: _percent(row.with_own_survey_percent),
            kind="percent",
            group=group,
            width=15,
            bar=lambda row: share(row.with_own_survey_percent),
            bar_role="bar_secondary",
            state=lambda row: "dash" if row.with_own_survey_percent is None else None,
            header_tooltip=texts("coverage.with_own_survey.help"),
        ),
    ]


def _analysis_columns(texts: Texts) -> list[Column]:
    def analysis(row: CoverageRow) -> str:
        words = texts("coverage.counted" if row.is_in_analysis else "coverage.excluded")
        return words if row.decision is None else texts("coverage.by_decision", words=words)

    return [
        text_column(
            "analysis",
            texts("coverage.analysis"),
            analysis,
            15,
            kind="badge",
            badge=lambda row: ("accent" if row.decision else None) if row.is_in_analysis else "warning",
            emphasis=lambda row: "muted" if row.is_in_analysis else None,
        ),
        Column(
            "difference",
            texts("coverage.difference"),
            lambda row: row.difference_points,
            lambda row: "—" if row.difference_points is None else f"{rounded(row.difference_points, 1):+f}",
            kind="number",
            width=9,
            state=lambda row: "dash" if row.difference_points is None else None,
        ),
    ]


def _hidden_columns(texts: Texts) -> list[Column]:
    """For whoever wants them: the column chooser brings them into sight."""

    def reason(row: CoverageRow) -> str:
        if row.decision is not None:
            return texts("coverage.reason.decision", author=row.decision.author, reason=row.decision.reason)
        return texts(f"coverage.reason.{row.exclusion_reason}") if row.exclusion_reason else ""

    return [
        text_column("reason", texts("coverage.reason"), reason, 24, is_visible_by_default=False),
        text_column(
            "confidence",
            texts("field.confidence"),
            lambda row: texts(f"confidence.{row.fact.shown.confidence.value}") if row.fact else "",
            10,
            is_visible_by_default=False,
        ),
        text_column(
            "place",
            texts("field.place"),
            lambda row: row.source.code() if row.source else "",
            18,
            is_visible_by_default=False,
        ),
    ]


def _percent(value: Decimal | Fraction | None) -> str:
    return "—" if value is None else percent_text(value)


def returned_columns(texts: Texts) -> list[Column]:
    """Columns over the rows from returns: who, which role and unit, the counts, and the rate they give."""
    return [
        text_column(
            "organisation", texts("coverage.organisation"), lambda row: returned_name(texts, row), 17, is_frozen=True
        ),
        text_column("unit", texts("field.items.unit"), lambda row: row.unit, 20),
        text_column("role", texts("field.role"), lambda row: _role_words(texts, row.role), 18),
        _count_column(texts, "target", lambda row: row.counts.target if row.counts else None),
        _count_column(texts, "ascertained", lambda row: row.counts.ascertained if row.counts else None),
        _count_column(texts, "with_own", lambda row: row.counts.with_own_survey if row.counts else None),
        *_value_columns(texts),
        *_analysis_columns(texts),
        text_column(
            "source",
            texts("field.place"),
            lambda row: f"{row.source_row.document} {row.source_row.code()}" if row.source_row else "",
            26,
        ),
    ]


def returned_name(texts: Texts, row: CoverageRow) -> str:
    """The organisation as the table of returns names it."""
    return row.organisation if texts.language == "ja" or not row.english else row.english


def _role_words(texts: Texts, role: str) -> str:
    return texts(f"role.{role}") if texts.has(f"role.{role}") else role


def _count_column(texts: Texts, key: str, count: Callable[[CoverageRow], int | None]) -> Column:
    return Column(
        key,
        texts(f"coverage.count.{key}"),
        count,
        lambda row: "—" if (own := count(row)) is None else f"{own:,}",
        kind="number",
        width=12,
        state=lambda row: "dash" if count(row) is None else None,
    )
