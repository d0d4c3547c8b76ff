"""What a chart says besides the document's words: its axis, its target, what it leaves out, what it is."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.documents import ChartKind, Language


@dataclass(frozen=True)
class ChartWords:
    """One language; `{}` is filled by whoever draws."""

    target: str
    left_out: str
    lines_left_out: str
    enlarged: str
    scale: str
    below_target: str
    missing: str
    mean: str
    total: str
    kinds: dict[ChartKind, str]
    rows: str
    from_to: str
    joined: str
    """Between the members of a list."""


CHART_WORDS: dict[Language, ChartWords] = {
    "ja": ChartWords(
        target="目標 {target}",
        left_out="図に入りきらない {count} 行を省いています。全ての行は表にあります。",
        lines_left_out="図に入りきらない {count} 本の線を省いています。全ての値は表にあります。",
        enlarged="縦軸は {low} % から(0 から始まりません)。",
        scale="{low} → {high}",
        below_target="目標 {target} 未満",
        missing="{state}: {names}",
        mean="平均",
        total="合算",
        kinds={"bars": "棒グラフ", "dumbbell": "2つの値を並べた図", "lines": "折れ線グラフ", "heat": "ヒートマップ"},
        rows="{count} 行 × {series} 系列({names})。",
        from_to="値は {low} から {high} まで。",
        joined="、",
    ),
    "en": ChartWords(
        target="target {target}",
        left_out="{count} rows that did not fit are left out; the table has all of them.",
        lines_left_out="{count} lines that did not fit are left out; the table has all values.",
        enlarged="The axis begins at {low} %, not at 0.",
        scale="{low} → {high}",
        below_target="below the target {target}",
        missing="{state}: {names}",
        mean="mean",
        total="total",
        kinds={"bars": "Bar chart", "dumbbell": "Chart of two values each", "lines": "Line chart", "heat": "Heat map"},
        rows="{count} rows × {series} series ({names}).",
        from_to="Values from {low} to {high}.",
        joined=", ",
    ),
}
