"""The findings of a register in full: below it for readers, in one table for sheets, as fields for templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from auditor_app.domain.documents import Document, Paragraph, Section, Table
from auditor_app.domain.findings import SIGNED_OFF, Finding
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import finding_page
from auditor_app.services.documents.finding_details import TEXT_FIELDS, finding_section
from auditor_app.services.documents.finding_fields import finding_fields
from auditor_app.services.documents.findings import REGISTER
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.word_columns import text_column
from auditor_app.storage.reading import CaseReader

MOST_IN_FULL = 300
"""Beyond that nobody reads them from the first page to the last: the register, and the texts in a sheet."""
UNSIGNED = "unsigned"
"""Field of the document: numbers of findings no template gets."""
YearText = Callable[[int], str]


@dataclass(frozen=True)
class _Written:
    key: str
    finding: Finding


def with_findings(reader: CaseReader, texts: Texts, document: Document, year_text: YearText) -> Document:
    """What the document's register lists, in its order; a template, which makes letters, gets those signed off."""
    listed = [row.key for row in document.table(REGISTER).rows if row.kind == "row"]
    if len(listed) > MOST_IN_FULL:
        words = texts("document.findings_too_many", count=f"{len(listed):,}", most=MOST_IN_FULL)
        blocks = (Paragraph(words, "note"), _texts_table(reader, texts, listed))
        told = Section("findings-texts", texts("document.finding_texts"), blocks)
        return replace(document, sections=(*document.sections, told))
    pages = [finding_page(reader, texts, number) for number in listed]
    sections = [finding_section(texts, page, year_text) for page in pages]
    signed = [page for page in pages if page.finding.state in SIGNED_OFF]
    fields: dict[str, object] = {UNSIGNED: [page.finding.number for page in pages if page not in signed]}
    if signed or not pages:  # else a letter would say that there are none
        fields["findings"] = [finding_fields(texts, page, year_text) for page in signed]
    return replace(document, sections=(*document.sections, *sections), fields={**document.fields, **fields})


def _texts_table(reader: CaseReader, texts: Texts, listed: Sequence[str]) -> Table:
    by_number = {own.number: own for own in reader.findings()}
    columns: list[Column] = [
        text_column("number", texts("findingshow.number"), lambda row: row.finding.number, 10),
        text_column("title", texts("findingshow.title"), lambda row: row.finding.text.title, 40),
        *(_particular(texts(f"findingui.field.{name}"), name) for name in TEXT_FIELDS),
    ]
    rows = [_Written(number, by_number[number]) for number in listed]
    return tabled("finding-texts", texts("document.finding_texts"), columns, rows, is_long=True)


def _particular(title: str, name: str) -> Column:
    def words(row: _Written) -> str:
        return str(getattr(row.finding.text, name))

    return text_column(name, title, words, 60)
