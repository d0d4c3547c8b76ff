"""What every section of a report is composed from: the case, the definition, its year and the years compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor_app.domain.documents import Block, Chart, Section, Table, TableRow
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.footnotes import marked_anew
from auditor_app.services.documents.ground import Ground, shown_remark
from auditor_app.services.known_years import comparable_years, latest_year
from auditor_app.services.reports.definition import LATEST, ReportDefinition
from auditor_app.services.select_view import Selectors
from auditor_app.services.word_names import called_in
from auditor_app.storage.reading import CaseReader

ORGANISATION_COLUMNS = ("organisation", "name")
"""Keys of the columns that name the organisation of a row."""


@dataclass(frozen=True)
class ReportGround:
    """Handed to each section."""

    reader: CaseReader
    texts: Texts
    definition: ReportDefinition
    fiscal_year: int
    compared: tuple[int, ...]
    """The report's year and those before it, in order; () where there is nothing to compare."""
    bodies: tuple[Organisation, ...]
    """Those the report is limited to; () for all."""

    def view(self, *years: int) -> Ground:
        """The ground of a view's document for these years; the report's own year without any."""
        return Ground(self.reader, self.texts, Selectors(years=years or (self.fiscal_year,)))

    @property
    def year(self) -> str:
        return self.view().year_text(self.fiscal_year)

    def concerns(self, organisations: Iterable[int]) -> bool:
        """Whether something about these bodies belongs into the report; about none is about all of government."""
        own = {body.id for body in self.bodies}
        ids = set(organisations)
        return not own or not ids or bool(own & ids)

    def narrowed(self, section: Section) -> Section:
        """Only rows of the organisations the report is limited to; a mean stays what it is, over all on its basis."""
        if not self.bodies:
            return section
        wanted = {words for body in self.bodies for words in _written(body)}
        blocks = [self._narrowed_block(block, wanted) for block in section.blocks]
        tables = {block.id: block for block in blocks if isinstance(block, Table)}
        return replace(section, blocks=tuple(_drawn_from(block, tables) for block in blocks))

    def _narrowed_block(self, block: Block, wanted: set[str]) -> Block:
        if not isinstance(block, Table):
            return block
        place = next((n for n, own in enumerate(block.columns) if own.key in ORGANISATION_COLUMNS), None)
        # What a mean is recomputed from stays whole: otherwise the formula beside it would give another number.
        if place is None or block.is_long:
            return block
        rows = tuple(row for row in block.rows if row.kind != "row" or row.cells[place].text in wanted)
        if len(rows) == len(block.rows):
            return block
        limited = self.texts("report.limited", names=self.organisation_words())
        remarks = (*(self._counted_anew(own, block, rows) for own in block.remarks), limited)
        return marked_anew(replace(block, rows=rows, remarks=remarks))

    def _counted_anew(self, remark: str, block: Table, rows: Sequence[TableRow]) -> str:
        """How many of all rows there are: of those that are left."""
        total = sum(own.kind == "row" for own in block.rows)
        if remark != shown_remark(self.texts, total, total):
            return remark
        return shown_remark(self.texts, sum(own.kind == "row" for own in rows), total)

    def organisation_words(self) -> str:
        """The organisations the report is limited to, by their names of the year."""
        names = (called_in(self.texts, body, self.fiscal_year) for body in self.bodies)
        return self.texts("explain.names_join").join(names)


def ground_of(
    reader: CaseReader, texts: Texts, definition: ReportDefinition, fiscal_year: int = LATEST
) -> ReportGround:
    """`fiscal_year` outweighs the one of the definition; WrongUsageError for an organisation the case does not have."""
    year = fiscal_year or definition.fiscal_year or latest_year(reader)
    earlier = [own for own in comparable_years(reader) if own < year]
    compared = (*earlier[-definition.years_before :], year) if earlier and definition.years_before else ()
    known = reader.organisations()
    found = [(name, find_organisation(known, name)) for name in definition.organisations]
    unknown = [name for name, body in found if body is None]
    if unknown:
        raise WrongUsageError(*(Problem("selector.organisation_unknown", name) for name in unknown))
    bodies = dict.fromkeys(body for _, body in found if body is not None)
    return ReportGround(reader, texts, definition, year, compared, tuple(bodies))


def _drawn_from(block: Block, tables: Mapping[str, Table]) -> Block:
    """A chart draws only rows that its table still has, and has only its footnotes, with its marks."""
    if not isinstance(block, Chart) or block.table not in tables:
        return block
    keys = {row.key for row in tables[block.table].rows}
    notes = {own.id: own for own in tables[block.table].footnotes}
    told = tuple(notes.get(own.id, own) for own in block.footnotes if own.id in notes or not own.mark)
    return replace(block, rows=tuple(own for own in block.rows if own in keys), footnotes=told)


def _written(body: Organisation) -> set[str]:
    """The ways a table writes an organisation's names."""
    forms = set()
    for own in body.names:
        forms |= {own.name, *((own.english, f"{own.english} ({own.name})") if own.english else ())}
    return forms
