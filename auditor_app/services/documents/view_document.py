"""The document of a view: what its page shows for the selectors of the command line, with charts and footnotes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from auditor_app.domain.documents import Document
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.ground import Ground, ViewParts
from auditor_app.services.documents.provenance import provenance
from auditor_app.services.select_view import Selectors
from auditor_app.storage.reading import CaseReader

_MAKERS = {
    "overview": ("publications", "overview_parts"),
    "coverage": ("coverage", "coverage_parts"),
    "rates": ("rates", "rates_parts"),
    "items": ("items", "item_parts"),
    "weak-areas": ("weak_areas", "weak_area_parts"),
    "compare": ("compare", "compare_parts"),
    "programme": ("publications", "programme_parts"),
    "infrastructure": ("publications", "infrastructure_parts"),
    "standards": ("standards", "standard_parts"),
    "organisations": ("records", "organisation_parts"),
    "crosswalk": ("standards", "crosswalk_parts"),
    "findings": ("findings", "finding_parts"),
    "checks": ("records", "check_parts"),
    "sources": ("records", "source_parts"),
    "log": ("records", "log_parts"),
}
"""By view: the module beside this one, and what makes its parts; loaded when asked for."""
DOCUMENT_VIEWS = tuple(_MAKERS)
_TITLES = {"weak-areas": "weak_areas", "items": "answers", "standards": "standard"}


def view_document(
    reader: CaseReader, texts: Texts, view: str, selectors: Selectors, *, year_form: YearForm = "western"
) -> Document:
    """The tables of a view's page with its charts, and long tables from which a spreadsheet recomputes its rates."""
    ground = Ground(reader, texts, selectors, year_form)
    parts = parts_of(view, ground)
    record = provenance(reader, texts, (*selector_words(ground), *parts.choices), parts.rules)
    document = Document(view_title(texts, view), texts.language, parts.sections, record, remarks=parts.remarks)
    return completed(reader, texts, view, document, year_form)


def completed(reader: CaseReader, texts: Texts, view: str, document: Document, year_form: YearForm) -> Document:
    """With what belongs to the rows a document lists and is no table of its page: findings in full."""
    if view != "findings":
        return document
    from auditor_app.services.documents.findings_in_full import with_findings  # what only this view needs

    return with_findings(reader, texts, document, Ground(reader, texts, Selectors(), year_form).year_text)


def view_title(texts: Texts, view: str) -> str:
    """The name of its page, or its own where several views share one."""
    own = f"document.view.{view}"
    return texts(own) if texts.has(own) else texts(f"page.{_TITLES.get(view, view)}")


def selector_words(ground: Ground) -> list[tuple[str, str]]:
    """What was chosen, as (name, words); only what was."""
    texts, own = ground.texts, ground.selectors
    filters = " / ".join(own.filters)
    role = texts(f"role.{own.role}") if own.role and texts.has(f"role.{own.role}") else own.role
    item_class = texts(f"answers.class.{own.item_class}") if own.item_class else ""
    level = texts("document.below", limit=own.leave_out_below) if own.leave_out_below else ""
    told = [
        (texts("field.fiscal_year"), "、".join(map(ground.year_text, own.years))),
        (texts("field.organisation"), own.organisation),
        (texts("field.part"), own.part),
        (texts("field.role"), role),
        (texts("document.filters"), filters),
        (texts("document.order"), own.sort),
        (texts("answers.class"), item_class),
        (texts("document.small_groups"), level),
        (texts("coverage.what_if"), texts("yes") if own.what_if_included else ""),
        (texts("document.metric"), own.metric),
        (texts("document.level"), own.level),
    ]
    return [(name, words) for name, words in told if words]


def parts_of(view: str, ground: Ground) -> ViewParts:
    """Its sections, rules and remarks."""
    module, name = _MAKERS[view]
    make: Callable[[Ground], ViewParts] = getattr(import_module(f"auditor_app.services.documents.{module}"), name)
    return make(ground)
