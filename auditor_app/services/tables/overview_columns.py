"""The table of everything published in a year."""

from __future__ import annotations

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.fact_columns import FactRow, source_columns, value_column
from auditor_app.services.tables.word_columns import text_column

CODED_ASPECTS = (
    "new",
    "continued",
    "total",
    "existing",
    "all",
    "classes",
    "roles",
    "levels",
    "systems",
    "implementation",
    "established",
    "release",
)


def published_columns(texts: Texts) -> list[Column]:
    """Over FactRow."""
    return [
        text_column(
            "kind", texts("field.kind"), lambda row: texts(f"kind.{row.fact.key.kind.value}"), 18, is_frozen=True
        ),
        text_column("subject", texts("field.subject"), lambda row: _subject_words(texts, row), 28),
        text_column("aspect", texts("field.aspect"), lambda row: _aspect_words(texts, row), 20),
        value_column(texts, texts("field.value"), 20),
        text_column("secondary", texts("field.secondary"), lambda row: _secondary_words(texts, row), 24),
        text_column("note", texts("field.note"), lambda row: row.shown.note, 40, is_visible_by_default=False),
        *source_columns(texts),
    ]


def _subject_words(texts: Texts, row: FactRow) -> str:
    key = row.fact.key
    subject = texts("subject.all") if key.subject == "*" else key.subject
    if texts.has(f"subject.{subject}"):
        subject = texts(f"subject.{subject}")
    parts = [subject, key.section]
    if key.role and texts.has(f"role.{key.role}"):
        parts.append(texts(f"role.{key.role}"))
    if key.part:
        parts.append(texts("part.title", part=key.part, title="").strip())
    return " · ".join(part for part in parts if part)


def _aspect_words(texts: Texts, row: FactRow) -> str:
    aspect = row.fact.key.aspect
    return texts(f"aspect.{aspect}") if aspect in CODED_ASPECTS else aspect


def _secondary_words(texts: Texts, row: FactRow) -> str:
    value = row.shown.value
    if value.secondary is None:
        return ""
    return f"{texts(f'value.{value.secondary_meaning}')}: {value.secondary}"
