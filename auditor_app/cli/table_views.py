"""How each view is laid out as a plain table: which fields, under which title, in which form."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from auditor_app.cli.output import table_text
from auditor_app.domain.findings import Severity
from auditor_app.domain.numbers import percent_text
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.services.browse_findings import severity_words
from auditor_app.services.browse_programme import programme
from auditor_app.services.open_case import CaseReader
from auditor_app.services.select_view import Selectors
from auditor_app.services.view_rows import Row
from auditor_app.services.word_log import entry_words

COLUMNS: dict[str, tuple[str, ...]] = {
    "coverage": (
        "fiscal_year",
        "organisation",
        "role",
        "target",
        "ascertained",
        "official_percent",
        "with_own_survey_percent",
        "state",
        "in_analysis",
    ),
    "rates": (
        "fiscal_year",
        "organisation",
        "part",
        "role",
        "items_with_duty",
        "items_achieved",
        "implementation_percent",
        "achievement_percent",
        "pooled_percent",
        "state",
    ),
    "items": (
        "fiscal_year",
        "organisation",
        "unit",
        "item",
        "role",
        "obliged",
        "implemented",
        "ratio_percent",
        "missing",
        "state",
    ),
    "weak-areas": (
        "fiscal_year",
        "level",
        "role",
        "part",
        "section",
        "item",
        "topic",
        "implementation_percent",
        "achievement_percent",
        "missing",
        "organisations_below",
    ),
    "programme": (
        "fiscal_year",
        "area",
        "new",
        "new_relisted",
        "continued",
        "continued_relisted",
        "total",
        "total_relisted",
    ),
    "infrastructure": ("fiscal_year", "kind", "subject", "aspect", "number", "unit", "text"),
    "standards": ("kind", "part", "section", "aspect", "change", "text", "is_draft"),
    "organisations": ("organisation", "name", "from_date", "to_date", "kind", "successor", "came_from", "fiscal_years"),
    "crosswalk": ("from_edition", "from_item", "kind", "to_edition", "to_item", "to_title", "remark"),
    "findings": (
        *("number", "fiscal_year", "kind", "severity", "state", "title", "organisations", "part", "item", "owner"),
        *("due_date", "figures", "evidence"),
    ),
    "checks": ("holds", "rule", "subject", "expected", "found", "places"),
    "sources": ("document", "sha256", "size", "encoding", "statements", "cited"),
    "log": ("sequence", "at", "author", "action", "hash"),
}

TRANSLATED = {
    "role": "role",
    "state": "state",
    "rule": "check",
    "change": "revision",
    "kind": "kind",
    "aspect": "aspect",
    "subject": "subject",
    "unit": "unit",
    "level": "level",
    "remark": "crosswalk_remark",
}
"""Fields whose values are codes: their text stands under `<prefix>.<value>`."""

SHOWN_PLACES = 2
"""Of a list of places; JSON has them all."""

NUMBERS = {
    *("new", "new_relisted", "continued", "continued_relisted", "total", "total_relisted", "number", "size"),
    *("target", "ascertained", "items_with_duty", "items_achieved", "obliged", "implemented", "missing"),
    "organisations_below",
}


def view_text(texts: Texts, view: str, rows: list[Row], scale: Sequence[Severity] = ()) -> str:
    """The rows of a view as an aligned table with titles in the user's language.

    `scale`: in which words the office says how grave findings are.
    """
    names = {own.code: severity_words(texts, own) for own in scale}
    rows = [{**row, "severity": names.get(str(row["severity"]), row["severity"])} for row in rows] if names else rows
    fields = COLUMNS[view]
    headers = [_title(texts, view, field) for field in fields]
    cells = [[_cell(texts, view, field, row) for field in fields] for row in rows]
    right = [field in NUMBERS or field.endswith(("_percent", "_year")) for field in fields]
    return table_text(headers, cells, right)


def _title(texts: Texts, view: str, field: str) -> str:
    """The title of a column; a word that means something else in one view has a text of its own there."""
    keys = (
        (f"findingshow.{field}",)
        if view == "findings"
        else (f"field.{view}.{field}", f"field.{field}", f"table_field.{field}")
    )
    return texts(next(filter(texts.has, keys)))


def _cell(texts: Texts, view: str, field: str, row: Row) -> str:
    value = row.get(field)
    if view == "findings" and field in ("organisations", "figures", "evidence"):
        return _cell_of_finding(texts, field, value)
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, bool):
        return texts("holds.yes" if value else "holds.no") if field == "holds" else texts("yes" if value else "no")
    if field == "fiscal_years" and isinstance(value, list):
        return _spans([int(str(year)) for year in value])
    if isinstance(value, list):
        more = f" +{len(value) - SHOWN_PLACES}" if len(value) > SHOWN_PLACES else ""
        return "; ".join(str(item) for item in value[:SHOWN_PLACES]) + more
    if field.endswith("_percent"):
        return percent_text(Decimal(str(value)))
    if field in ("sha256", "hash"):
        return str(value)[:12]
    if field == "action":
        details = row.get("details")
        return entry_words(texts, str(value), details if isinstance(details, dict) else {})
    key = _key_of_code(view, field, value)
    return (texts(key) or "—") if texts.has(key) else str(value)


def _cell_of_finding(texts: Texts, field: str, value: object) -> str:
    """Who is concerned; how many figures, and how many of them have changed; how many pieces of evidence."""
    found = value if isinstance(value, list) else []
    if field == "organisations":
        return texts("explain.names_join").join(map(str, found)) or texts("findingshow.all_of_government")
    changed = sum(bool(own.get("changed")) for own in found)
    return f"{len(found)} ({texts('findingshow.changed_count', count=changed)})" if changed else str(len(found))


def _key_of_code(view: str, field: str, value: object) -> str:
    """The text key of a code; a kind means something else in some views."""
    if view == "findings" and field in ("kind", "state"):
        return f"finding.{field}.{value}"
    if field == "kind" and view == "organisations":
        return f"link_kind.{value}"
    if field == "kind" and view == "crosswalk":
        return f"crosswalk_kind.{value}"
    return f"{TRANSLATED.get(field, '-')}.{value}"


def _spans(years: Sequence[int]) -> str:
    """
    >>> _spans([2005, 2006, 2007, 2009])
    '2005–2007, 2009'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def footer_lines(texts: Texts, reader: CaseReader, view: str, rows: list[Row], selectors: Selectors) -> list[str]:
    """What belongs to the table as a whole: means with their basis and footnotes, or the control total."""
    years = [int(str(year)) for year in dict.fromkeys(row.get("fiscal_year") for row in rows) if year is not None]
    lines = []
    for year in years:
        if view == "coverage":
            table = coverage_table(reader, year)
            for mean in table.means(selectors.what_if_included):
                if mean.percent is not None:
                    basis = texts(f"basis.{mean.basis}.count", count=len(mean.organisations))
                    lines.append(f"{year}  {basis}: {percent_text(mean.percent, 2)} %")
            lines += [f"{texts('footnote')}: {note.value.text or note.printed}" for note in table.footnotes]
        if view == "programme":
            totals = programme(reader, year).totals
            words = {"total": totals.total, "relisted": totals.relisted, "sum": totals.without_relisted}
            lines.append(f"{year}  {texts('explain.sum.without_relisted', **words)}")
    return lines
