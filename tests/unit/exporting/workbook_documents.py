"""Documents whose numbers a workbook can recompute: answers by item, and the rates made of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from auditor_app.domain.documents import (
    Cell,
    Chart,
    DifferenceFormula,
    Document,
    Footnote,
    Formula,
    MeanFormula,
    PooledFormula,
    RatioFormula,
    Section,
    ShareFormula,
    SumFormula,
    Table,
    TableColumn,
    TableRow,
)
from auditor_app.domain.numbers import percent_text, signed_points
from auditor_app.domain.published import State
from tests.unit.exporting.chart_documents import PROVENANCE

ANSWERS = (
    ("甲省", "4.1", "A", 2, 1),
    ("甲省", "4.10", "A", 100, 75),
    ("甲省", "4.10", "a", 10, 10),
    ("甲省", "5.1", "A", 0, 0),
    ("乙*省", "4.1", "A", 3, 1),
    ("乙*省", "4.10", "A", 7, 7),
    ("乙?省~", "4.1", "A", 9, 9),
    ("乙?省~", "4.10", "a", None, None),
    (">5", "4.1", "A", 6, 5),
    ("=1+1", "4.10", "A", 11, 11),
)
"""Names and sections that COUNTIF takes for something else."""
NAMES = tuple(dict.fromkeys(name for name, *_ in ANSWERS))


def percent(value: Fraction | None, formula: Formula | None = None, notes: tuple[str, ...] = ()) -> Cell:
    if value is None:
        return Cell("責務なし", state=State.NO_DUTY, formula=formula, notes=notes)
    return Cell(percent_text(value), value, notes=notes, formula=formula)


def answers_table() -> Table:
    columns = (
        TableColumn("organisation", "府省庁"),
        TableColumn("section", "節"),
        TableColumn("kind", "区分"),
        TableColumn("obliged", "責務", "count"),
        TableColumn("implemented", "実施", "count"),
        TableColumn("ratio", "割合", "percent"),
    )
    rows = []
    for name, section, kind, obliged, implemented in ANSWERS:
        if obliged is None or implemented is None:
            blank = Cell("未報告", state=State.NOT_REPORTED)
            cells = (
                blank,
                blank,
                Cell("未報告", state=State.NOT_REPORTED, formula=RatioFormula("implemented", "obliged")),
            )
        else:
            ratio = Fraction(100 * implemented, obliged) if obliged else None
            counts = (Cell(f"{obliged:,}", obliged), Cell(f"{implemented:,}", implemented))
            cells = (*counts, percent(ratio, RatioFormula("implemented", "obliged")))
        rows.append(TableRow((Cell(name), Cell(section), Cell(kind), *cells)))
    return Table("answers", "遵守事項の明細", columns, tuple(rows), is_long=True)


def rates_table(sections: tuple[str, ...] = ("4.1", "4.10", "5.1")) -> Table:
    """By organisation and section the mean of ratios, the share of those at 100 %, and the pooled rate."""
    columns = [TableColumn("organisation", "府省庁", width=14)]
    for section in sections:
        for key, title in (("mean", "実施率"), ("share", "到達率"), ("pooled", "延べ率")):
            columns.append(TableColumn(f"{section}-{key}", title, "percent", f"{section} 節", has_bars=key == "mean"))
    columns += [
        TableColumn("difference", "4.10 と 4.1 の差", "points"),
        TableColumn("obliged", "責務の合計", "count"),
    ]
    rows = [_rates_of(name, sections) for name in NAMES]
    last = [Cell("平均", notes=("basis",))]
    for place, column in enumerate(columns[1:-2], start=1):
        numbers = [Fraction(own) for row in rows if (own := row.cells[place].number) is not None]
        mean = sum(numbers, Fraction(0)) / len(numbers) if numbers else None
        last.append(percent(mean, MeanFormula("rates", column.key), ("basis",)))
    last.append(Cell())
    total = sum(row[3] or 0 for row in ANSWERS)
    last.append(Cell(f"{total:,}", total, formula=SumFormula("rates", "obliged")))
    rows.append(TableRow(tuple(last), kind="mean"))
    notes = (Footnote("basis", "数値のある府省庁の単純平均です。", "*1"), Footnote("all", "基本遵守事項だけです。"))
    return Table("rates", "節ごとの実施率", tuple(columns), tuple(rows), ("5 / 5 行", "並び: 公表順"), notes)


def _rates_of(name: str, sections: tuple[str, ...]) -> TableRow:
    cells, means = [Cell(name)], {}
    for section in sections:
        own = [(obliged, done) for who, where, _, obliged, done in ANSWERS if (who, where) == (name, section)]
        known = [(obliged, done) for obliged, done in own if obliged and done is not None]
        where = (("organisation", name), ("section", section))
        ratios = [Fraction(100 * done, obliged) for obliged, done in known]
        mean = sum(ratios, Fraction(0)) / len(ratios) if ratios else None
        share = Fraction(100 * sum(ratio == 100 for ratio in ratios), len(ratios)) if ratios else None
        pooled = Fraction(100 * sum(done for _, done in known), sum(own for own, _ in known)) if known else None
        means[section] = mean
        cells += [
            percent(mean, MeanFormula("answers", "ratio", where)),
            percent(share, ShareFormula("answers", "ratio", where)),
            percent(pooled, PooledFormula("answers", "implemented", "obliged", where)),
        ]
    first, second = means["4.1"], means["4.10"]
    delta = None if first is None or second is None else second - first
    formula = DifferenceFormula("4.10-mean", "4.1-mean")
    cells.append(Cell("—", formula=formula) if delta is None else Cell(signed_points(delta), delta, formula=formula))
    numbers = [obliged for who, _, _, obliged, _ in ANSWERS if who == name and obliged is not None]
    cells.append(
        Cell(f"{sum(numbers):,}", sum(numbers), formula=SumFormula("answers", "obliged", (("organisation", name),)))
    )
    return TableRow(tuple(cells), key=name)


def recomputable() -> Document:
    """A view with its details and charts of every kind."""
    rates = rates_table()
    series = ("4.1-mean", "4.10-mean", "5.1-mean")
    charts = (
        Chart("bars", "4.1 の実施率", "bars", "rates", "organisation", ("4.1-mean",), target=TARGET),
        Chart("plain-bars", "実施率と到達率", "bars", "rates", "organisation", ("4.10-mean", "4.10-share")),
        Chart("lines", "節の順に", "lines", "rates", "organisation", series),
        Chart("pair", "4.1 と 4.10", "dumbbell", "rates", "organisation", ("4.1-mean", "4.10-mean")),
        Chart("heat", "到達率", "heat", "rates", "organisation", ("4.1-share", "4.10-share", "5.1-share")),
    )
    section = Section("rates", "実施率", (rates, *charts, answers_table()))
    return Document("節ごとの実施率", "ja", (section,), PROVENANCE, remarks=("案に基づく値を含みます。",))


def one_table(*rows: tuple[str, ...], title: str = "表", columns: int = 1) -> Document:
    """Words and nothing else."""
    table = Table(
        "words",
        title,
        tuple(TableColumn(f"c{number}", f"列{number}") for number in range(columns)),
        tuple(TableRow(tuple(Cell(text) for text in row)) for row in rows),
    )
    return Document(title, "ja", (Section("s", title, (table,)),), PROVENANCE)


TARGET = Decimal(90)
