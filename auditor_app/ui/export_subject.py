"""What there is to export of a page: its tables in sight, or its answers by the million."""

from __future__ import annotations

from auditor_app.services.documents.shown_answers import ShownAnswers
from auditor_app.services.export_page import ExportSubject
from auditor_app.ui.models.windowed_table_model import WindowedTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.shown_page import shown_page
from auditor_app.ui.widgets.data_table import DataTable


def export_subject(page: Page) -> ExportSubject:
    """UserError while its rows are not known yet."""
    shown = shown_page(page)
    return ExportSubject(
        page.view_name or page.page_id,
        f"{page.view_name or page.page_id}-{page.years_in_names()}",
        page.texts.language,
        page.context.year_form,
        shown,
        page.export_rows,
        shown_selectors(page),
        _shown_answers(page),
    )


def shown_selectors(page: Page) -> dict[str, object]:
    """Filters and order of the table used last, in words: how the rows came to be these."""
    table = page.current_table()
    order = _order(page, table) if table is not None else []
    filters = [words for _, _, words in page.chips()]
    year = {"year": page.fiscal_year} if page.fiscal_year else {}
    return {**year, "filters": filters, "sort": order, **page.export_choices()}


def _shown_answers(page: Page) -> ShownAnswers | None:
    from auditor_app.services.arranged_answers import ArrangedAnswers

    table = page.current_table()
    if table is None or not isinstance(table.model, WindowedTableModel):
        return None
    arranged = page.export_rows()
    if not isinstance(arranged, ArrangedAnswers):
        return None
    columns = table.model.columns()
    in_sight = [columns[number].key for number in table.view.visible_columns()]
    hidden = [" ".join(filter(None, (own.group, own.title))) for own in columns if own.key not in in_sight]
    filters = [words for _, _, words in page.chips()]
    return ShownAnswers(arranged, in_sight, table.model.counts()[1], filters, _order(page, table), hidden)


def _order(page: Page, table: DataTable) -> list[str]:
    titles = {column.key: column.title for column in table.model.columns()}
    return [
        page.texts(f"export.sort.{'descending' if descending else 'ascending'}", column=titles[key])
        for key, descending in table.model.sort_keys()
    ]
