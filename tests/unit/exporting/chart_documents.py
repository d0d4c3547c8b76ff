"""Documents with charts as the pages show them, made by hand from the published figures of FY2006."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from auditor_app.domain.documents import (
    Cell,
    Chart,
    ChartKind,
    Definition,
    Document,
    Footnote,
    Language,
    Paragraph,
    Provenance,
    Section,
    Source,
    Table,
    TableColumn,
    TableRow,
)
from auditor_app.domain.published import State

COVERAGE = (
    ("内閣官房", "99.2"),
    ("内閣法制局", "95.9"),
    ("人事院", "99.9"),
    ("内閣府", "73.5"),
    ("宮内庁", "100.0"),
    ("公正取引委員会", "99.2"),
    ("警察庁", "100.0"),
    ("金融庁", "63.3"),
    ("総務省", "97.6"),
    ("外務省", "100.0"),
    ("法務省", "100.0"),
    ("財務省", "100.0"),
    ("文部科学省", "100.0"),
    ("厚生労働省", "95.7"),
    ("農林水産省", "31.2"),
    ("経済産業省", "100.0"),
    ("国土交通省", "100.0"),
    ("環境省", "40.7"),
    ("防衛省", "94.1"),
)
OWN_SURVEY = {"農林水産省": "98.2", "環境省": "94.2"}
PROVENANCE = Provenance(
    case_id="3f0c2f7e-6c0b-4c35-9a53-aa4b8d0e1f00",
    as_of=datetime(2026, 11, 22, 5, 5, tzinfo=UTC),
    log_sequence=12,
    log_head="9a" * 32,
    program="auditor-app 0.5.0",
    definitions=(Definition("coverage_rate", 1, "把握率", "状況を把握した者 ÷ 報告対象。"),),
    selectors=(("年度", "2006年度(平成18年度)"), ("並び", "公表順")),
    sources=(Source("press-release-2007-04-23.csv", "41" * 32),),
)
_OWN = Footnote("own", "独自の把握状況調査を実施(分析の対象から除外)", "*1")


def percent(text: str, *notes: str) -> Cell:
    return Cell(text, Decimal(text), notes=notes)


def without_number(state: State, word: str) -> Cell:
    return Cell(word, state=state)


def coverage_table() -> Table:
    """別紙3-3: every organisation with its official coverage and, where there is one, the one with its own survey."""
    columns = (
        TableColumn("position", "公表順", "count", width=6),
        TableColumn("organisation", "府省庁", width=20),
        TableColumn("primary", "公式", "percent", "把握率(%)", has_bars=True),
        TableColumn("secondary", "独自の調査を含む", "percent", "把握率(%)", width=16),
        TableColumn("analysis", "分析", width=12),
    )
    rows = []
    for place, (name, rate) in enumerate(COVERAGE, 1):
        own = OWN_SURVEY.get(name)
        notes = ("own",) if own else ()
        cells = (
            Cell(str(place), place),
            Cell(name, notes=notes),
            percent(rate),
            percent(own) if own else Cell("—"),
            Cell("分析対象外", state=State.EXCLUDED) if own else Cell("分析対象"),
        )
        rows.append(TableRow(cells, key=name))
    footnotes = (_OWN, Footnote("scope", "2006年度においては報告対象を限定"))
    remarks = ("19 / 19 行", "平均は機関の単純平均です。")
    return Table("coverage", "把握率", columns, tuple(rows), remarks, footnotes)


def matrix(
    kind: ChartKind, rows: Mapping[str, tuple[Cell, ...]], titles: tuple[str, ...], *, language: Language = "ja"
) -> tuple[Document, Chart]:
    """A table of rates, one column for each title, and the chart of all of it; a row 平均 is a mean."""
    columns = (
        TableColumn("name", "府省庁"),
        *(TableColumn(f"c{place}", title, "percent") for place, title in enumerate(titles)),
    )
    table_rows = tuple(
        TableRow((Cell(name), *cells), key=name, kind="mean" if name == "平均" else "row")
        for name, cells in rows.items()
    )
    table = Table("rates", "実施率", columns, table_rows, footnotes=(_OWN,))
    chart = Chart(kind, "実施率の図", kind, "rates", "name", tuple(own.key for own in columns[1:]))
    return document_of(table, chart, language=language), chart


def document_of(*blocks: Table | Chart, language: Language = "ja", title: str = "把握率 2006年度") -> Document:
    section = Section("s1", "1. 把握率", (Paragraph("府省庁ごとの把握率です。"), *blocks))
    return Document(title, language, (section,), PROVENANCE, remarks=("独自の調査を含む値は分析の対象外です。",))


def coverage_document(*, language: Language = "ja") -> Document:
    series, left_out = ("primary", "secondary"), tuple(OWN_SURVEY)
    title = "府省庁別の把握率"
    chart = Chart("coverage-chart", title, "dumbbell", "coverage", "organisation", series, left_out=left_out)
    return document_of(chart, coverage_table(), language=language)


def coverage_chart(document: Document) -> Chart:
    return next(document.charts())
