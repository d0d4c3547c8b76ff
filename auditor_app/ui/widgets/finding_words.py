"""Words about a finding that several parts of its page need."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.domain.findings import FindingText
from auditor_app.domain.organisations import Organisation
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingRow

FIELDS = (
    "title",
    "kind",
    "severity",
    "organisations",
    "part",
    "section",
    "item",
    "role",
    "topic",
    "condition",
    "criteria",
    "cause",
    "effect",
    "recommendation",
    "owner",
    "due_date",
    "tags",
    "figures",
)


def about_words(texts: Texts, row: FindingRow, year_words: Callable[[int], str]) -> str:
    """Kind, severity, whom it is about, where, who follows it and until when: one line under the title."""
    due = ""
    if row.due_date is not None:
        due = texts("findingui.due_overdue" if row.is_overdue else "findingui.due", day=row.due_date.isoformat())
    pieces = (
        texts(f"finding.kind.{row.kind}"),
        row.severity_words,
        year_words(row.fiscal_year),
        row.organisations,
        row.area,
        texts("findingui.owner", name=row.owner) if row.owner else "",
        due,
        texts("findingui.signed", name=row.signed_by) if row.signed_by else "",
        " ".join(f"#{tag}" for tag in row.tags),
    )
    return " · ".join(filter(None, pieces))


def field_words(texts: Texts, text: FindingText, organisations: dict[int, Organisation]) -> dict[str, str]:
    """Every field in words, by its words: what two versions are compared by."""
    values = {name: getattr(text, name) for name in FIELDS}
    values["kind"] = texts(f"finding.kind.{text.kind}")
    names = (organisations[own].names[-1].name for own in text.organisations if own in organisations)
    values["organisations"] = "、".join(names) or texts("findingshow.all_of_government")
    values["due_date"] = text.due_date.isoformat() if text.due_date else ""
    values["tags"] = "、".join(text.tags)
    values["figures"] = "\n".join(f"{own.label} {own.printed}" for own in text.figures)
    return {texts(f"findingui.field.{name}"): str(value) for name, value in values.items()}
