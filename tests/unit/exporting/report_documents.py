"""A report with everything a document can hold, made by hand from the published figures of FY2006."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from auditor_app.domain.documents import (
    BulletList,
    Cell,
    Chart,
    Document,
    FieldList,
    Footnote,
    Language,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from auditor_app.domain.published import State
from tests.unit.exporting.chart_documents import PROVENANCE, coverage_table

FINDING = (
    ("番号", "2006-001"),
    ("府省庁", "農林水産省"),
    ("状況", "把握率は 31.2 % で、独自の調査を含めると 98.2 % です。\n地方支分部局からの報告がありません。"),
    ("勧告", "地方支分部局を含めて報告を求めること。"),
    ("証拠", "press-release-2007-04-23.csv(sha256 4141…)\n聴取: 情報化統括責任者補佐官、2007-04-20"),
)


def rates_table() -> Table:
    """Too wide for an upright page: every Part in three rates, with a heading, all states and a mean."""
    parts = ("2", "3", "4", "5", "6")
    rates = ("実施率", "到達率", "延べ率")
    columns = [TableColumn("organisation", "府省庁", width=24)]
    columns += [
        TableColumn(f"{part}-{place}", rate, "percent", f"第{part}部")
        for part in parts
        for place, rate in enumerate(rates)
    ]
    states = (State.NO_DUTY, State.NOT_REPORTED, State.EXCLUDED, State.NOT_TRANSCRIBED)
    words = ("責務なし", "未報告", "分析対象外", "未転記")
    empty = [Cell(word, state=state) for word, state in zip(words, states, strict=True)]
    numbers = [Cell(f"{value / 10:.1f}", Decimal(value).scaleb(-1)) for value in range(301, 312)]
    rows = (
        TableRow((Cell("内部部局"), *[Cell()] * 15), kind="heading"),
        TableRow((Cell("甲省"), *numbers, *empty), key="甲省", notes=("draft",)),
        TableRow((Cell("乙省"), *empty, *numbers), key="乙省"),
        TableRow((Cell("平均"), *[Cell("58.3", Decimal("58.3"), notes=("basis",))] * 15), kind="mean"),
    )
    columns[1] = replace(columns[1], notes=("basis",))
    footnotes = (
        Footnote("basis", "甲省と乙省の単純平均です。", "*1"),
        Footnote("draft", "案に基づく値です。", "*2"),
        Footnote("states", "「未報告」は 0 ではありません。"),
    )
    return Table("rates", "部ごとの実施率", tuple(columns), rows, ("2 / 2 行",), footnotes)


def long_table() -> Table:
    columns = (TableColumn("item", "遵守事項"), TableColumn("ratio", "割合", "percent"))
    rows = tuple(TableRow((Cell(f"4.1.6(1)({place})"), Cell("50.0", Decimal(50)))) for place in range(2000))
    return Table("items", "割合の明細", columns, rows, is_long=True)


def empty_table() -> Table:
    return Table("none", "申告された役割", (TableColumn("role", "役割"),), ())


def coverage_chart(category: str = "organisation") -> Chart:
    return Chart("coverage-chart", "府省庁別の把握率", "dumbbell", "coverage", category, ("primary", "secondary"))


def report(*, language: Language = "ja", is_practice: bool = True, title: str = "") -> Document:
    """Title page, summary, tables upright and turned, a chart, a finding, and what is left out."""
    sections = (
        Section(
            "summary",
            "1 要旨",
            (
                Paragraph("把握率が低い機関が 3 あります。", "lead"),
                BulletList(("農林水産省 31.2 %", "環境省 40.7 %", "金融庁 63.3 %")),
                Paragraph("独自の調査を含む値は分析の対象外です。", "warning"),
            ),
        ),
        Section("coverage", "2 把握率", (Paragraph("府省庁ごとの把握率です。"), coverage_table(), coverage_chart())),
        Section("rates", "2.1 実施率", (rates_table(), long_table()), level=2),
        Section("findings", "3 指摘事項", (empty_table(),), starts_page=True),
        Section("finding-1", "3.1 把握率が低い", (FieldList(FINDING), Paragraph("注意書き", "note")), level=2),
    )
    return Document(
        title or ("情報セキュリティ対策の実施状況" if language == "ja" else "State of information security"),
        language,
        sections,
        replace(PROVENANCE, is_practice=is_practice),
        subtitle="2006年度",
        title_page=(("対象年度", "2006年度(平成18年度)"), ("作成", "監査人 甲")),
        remarks=("2006年度は報告対象が限定されています。",),
    )
