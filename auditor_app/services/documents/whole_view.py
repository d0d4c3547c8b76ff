"""A page's view as a document in a language the window does not speak: all of it, for the same choices."""

from __future__ import annotations

from dataclasses import replace

from auditor_app.domain.documents import Document
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.ground import Ground
from auditor_app.services.documents.provenance import provenance
from auditor_app.services.documents.shown import ShownPage
from auditor_app.services.documents.view_document import completed, parts_of, selector_words, view_title
from auditor_app.storage.reading import CaseReader


def whole_view_document(
    reader: CaseReader, texts: Texts, page: ShownPage, *, year_form: YearForm = "western"
) -> Document:
    """Year, options and comparison as chosen; filters and order of the screen, which are its words, do not hold."""
    years = (page.fiscal_year,) if page.fiscal_year else page.selectors.years
    chosen = replace(page.selectors, years=years, filters=(), sort="")
    ground = Ground(reader, texts, chosen, year_form, page.options)
    parts = parts_of(page.view, ground)
    record = provenance(reader, texts, (*selector_words(ground), *parts.choices), parts.rules)
    document = Document(view_title(texts, page.view), texts.language, parts.sections, record, remarks=parts.remarks)
    return completed(reader, texts, page.view, document, year_form)
