"""The columns of the big table of answers: who, which item, which role, the two numbers, and where they stand."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.services.answer_parts import AnswerRow, ReportPart, RolePart
from auditor_app.services.tables.columns import BadgeKind, Column, StateLook
from auditor_app.services.tables.word_columns import text_column

SEARCHED = ("organisation", "unit", "item", "title")
"""What the page's search field looks through."""
_BADGES: dict[State, BadgeKind] = {State.NO_DUTY: "neutral", State.NOT_REPORTED: "warning"}
_STATE_ORDER = (State.REPORTED, State.NO_DUTY, State.NOT_REPORTED)


def answer_columns(texts: Texts, year_text: Callable[[int], str]) -> list[Column]:
    """Columns over AnswerRow, in the order shown.

    Each reads one part of a row only (report, item, role, numbers): that is how a big table is filtered by names.
    """
    return [
        *_report_columns(texts, year_text),
        *_question_columns(texts),
        *_number_columns(texts),
        *_item_columns(texts),
        *_source_columns(texts),
    ]


def organisation_words(texts: Texts, report: ReportPart) -> str:
    """The organisation's name in that year."""
    if texts.language == "ja" or not report.english:
        return report.organisation
    return f"{report.english} ({report.organisation})"


def role_words(texts: Texts, role: RolePart) -> str:
    """The role's name; its Japanese one where there is no other."""
    return role.name_en if texts.language == "en" and role.name_en else role.name_ja


def unit_words(texts: Texts, report: ReportPart) -> str:
    """The unit, or that the report is of the whole organisation; nothing where there is no report."""
    return report.unit or (texts("unit.whole") if report.id else "")


def _report_columns(texts: Texts, year_text: Callable[[int], str]) -> list[Column]:
    is_japanese = texts.language == "ja"
    return [
        Column(
            "fiscal_year",
            texts("field.fiscal_year"),
            lambda row: row.report.fiscal_year or None,
            lambda row: year_text(row.report.fiscal_year),
            width=8,
            is_frozen=True,
        ),
        Column(
            "organisation",
            texts("field.organisation"),
            lambda row: row.report.official_place if row.report.id else None,
            lambda row: organisation_words(texts, row.report),
            width=13 if is_japanese else 27,
            is_frozen=True,
            header_tooltip=texts("answers.organisation.help"),
        ),
        text_column("unit", texts("field.items.unit"), lambda row: unit_words(texts, row.report), 13),
    ]


def _question_columns(texts: Texts) -> list[Column]:
    return [
        text_column("item", texts("answers.item"), lambda row: row.item.item, 11, tooltip=lambda row: row.item.title),
        Column(
            "role",
            texts("field.role"),
            lambda row: row.role.place if row.role.id else None,
            lambda row: role_words(texts, row.role),
            width=22 if texts.language == "ja" else 14,
        ),
    ]


def _item_columns(texts: Texts) -> list[Column]:
    def class_words(row: AnswerRow) -> str:
        return texts(f"answers.class.{row.item.item_class}") if row.item.item_class else ""

    return [
        text_column("title", texts("field.title"), lambda row: row.item.title, 30),
        text_column("part", texts("field.part"), lambda row: row.item.part, 4),
        text_column("section", texts("field.section"), lambda row: row.item.section, 8),
        text_column("class", texts("answers.class"), class_words, 6),
    ]


def _number_columns(texts: Texts) -> list[Column]:
    return [
        Column(
            "ratio",
            texts("field.ratio_percent"),
            lambda row: row.ratio_percent,
            lambda row: _ratio_words(texts, row),
            kind="percent",
            width=12,
            bar=lambda row: None if row.ratio_percent is None else float(row.ratio_percent) / 100,
            state=lambda row: None if row.state is State.REPORTED else "word",
            meaning=lambda row: None if row.state is State.REPORTED else row.state,
            header_tooltip=texts("answers.ratio.help"),
        ),
        _count_column("obliged", texts("field.obliged"), lambda row: row.obliged),
        _count_column("implemented", texts("field.implemented"), lambda row: row.implemented),
        _count_column("missing", texts("field.missing"), lambda row: row.missing, texts("answers.missing.help")),
        Column(
            "state",
            texts("field.state"),
            lambda row: _STATE_ORDER.index(row.state),
            lambda row: texts(f"state.{row.state.value}"),
            width=11 if texts.language == "ja" else 17,
            kind="badge",
            badge=lambda row: _BADGES.get(row.state),
            emphasis=lambda row: "muted" if row.state is State.REPORTED else None,
        ),
    ]


def _source_columns(texts: Texts) -> list[Column]:
    return [
        text_column("document", texts("field.document"), lambda row: row.report.document, 20),
        Column(
            "source_row",
            texts("answers.source_row"),
            lambda row: row.source_row or None,
            lambda row: f"{row.source_row:,}" if row.source_row else "",
            kind="number",
            width=8,
            header_tooltip=texts("answers.source_row.help"),
        ),
    ]


def _count_column(key: str, title: str, count: Callable[[AnswerRow], int | None], header_tooltip: str = "") -> Column:
    def words(row: AnswerRow) -> str:
        number = count(row)
        return "—" if number is None else f"{number:,}"

    def look(row: AnswerRow) -> StateLook | None:
        return "dash" if count(row) is None else None

    return Column(key, title, count, words, kind="number", width=10, state=look, header_tooltip=header_tooltip)


def _ratio_words(texts: Texts, row: AnswerRow) -> str:
    percent = row.ratio_percent
    return texts(f"state.{row.state.value}") if percent is None else percent_text(percent)
