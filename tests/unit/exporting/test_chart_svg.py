"""The printed charts: what is drawn where, that states never look like 0, and that nothing of a name is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.documents import Cell, Chart, ChartKind, Document, Footnote, Table, TableColumn, TableRow
from auditor_app.domain.published import State
from auditor_app.exporting.chart_drawing import RATE_SCALE, SERIES, rate_colour
from auditor_app.exporting.chart_png import svg_png
from auditor_app.exporting.chart_svg import chart_description, chart_notes, chart_svg
from auditor_app.exporting.svg_text import wrapped
from auditor_app.exporting.writable_text import writable
from auditor_app.ui.palettes import LIGHT
from auditor_app.ui.palettes import rate_colour as rate_colour_of_the_window
from tests.unit.exporting.chart_documents import (
    COVERAGE,
    coverage_chart,
    coverage_document,
    document_of,
    matrix,
    percent,
    without_number,
)

KINDS: tuple[ChartKind, ...] = ("bars", "dumbbell", "lines", "heat")
SVG = "{http://www.w3.org/2000/svg}"
ODD_NAME = '<script>&"甲\' ]]> #eval("1") $x$ \U0001f600'


def words_of(svg: str) -> list[str]:
    return [own.text or "" for own in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def shown_rates(kind: ChartKind) -> str:
    rows = {"甲省": (percent("31.2"), percent("98.2")), "平均": (percent("60.0"), percent("70.0"))}
    return chart_svg(*matrix(kind, rows, ("公式", "独自")))


def test_both_published_coverage_values_stand_beside_their_organisation() -> None:
    document = coverage_document()
    words = words_of(chart_svg(document, coverage_chart(document)))
    for name, rate in COVERAGE:
        assert name in words or f"{name} *1" in words
        assert rate in words or any(word.startswith(f"{rate} / ") for word in words)
    assert "31.2 / 98.2" in words


def test_rows_left_out_of_the_analysis_are_hollow_and_joined_by_dashes() -> None:
    document = coverage_document()
    svg = chart_svg(document, coverage_chart(document))
    filled = re.findall(r'<circle[^>]*fill="#0072b2"', svg)
    hollow = re.findall(r'<circle[^>]*fill="#ffffff" stroke="#0072b2"', svg)
    assert len(filled) == 17 + 1  # with the one of the legend
    assert len(hollow) == 2 + 1
    assert svg.count('stroke-dasharray="6 3"') == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_is_drawn_as_its_word_and_never_as_zero(kind: ChartKind) -> None:
    rows = {
        "甲省": (percent("80.0"), percent("90.0")),
        "乙省": (without_number(State.NOT_REPORTED, "未報告"), without_number(State.NOT_REPORTED, "未報告")),
        "丙省": (without_number(State.EXCLUDED, "対象外"), without_number(State.EXCLUDED, "対象外")),
    }
    document, chart = matrix(kind, rows, ("2006年度", "2007年度"))
    svg = chart_svg(document, chart)
    words = words_of(svg)
    assert any("未報告" in word for word in words)
    assert any("対象外" in word for word in words)
    assert not any(re.search(r"(^|\s)0\.0$", word) for word in words)
    zero = chart_svg(*matrix(kind, {**rows, "乙省": (percent("0.0"), percent("0.0"))}, ("2006年度", "2007年度")))
    assert any(re.search(r"(^|\s|/)0\.0$", word) for word in words_of(zero))


def test_rates_begin_at_zero_and_lines_that_do_not_say_so() -> None:
    assert "0" in words_of(shown_rates("bars"))
    assert "100 %" in words_of(shown_rates("dumbbell"))
    high = {"甲省": (percent("91.0"), percent("95.0"))}
    words = words_of(chart_svg(*matrix("lines", high, ("2006", "2007"))))
    assert "縦軸は 90 % から(0 から始まりません)。" in words
    low = {"甲省": (percent("11.0"), percent("95.0"))}
    assert not any("縦軸は" in word for word in words_of(chart_svg(*matrix("lines", low, ("2006", "2007")))))


def test_a_gap_in_a_line_is_not_bridged() -> None:
    gap = (percent("80.0"), without_number(State.NOT_REPORTED, "未報告"), percent("90.0"))
    broken = chart_svg(*matrix("lines", {"甲省": gap}, ("2006", "2007", "2008")))
    whole = chart_svg(*matrix("lines", {"甲省": (gap[0], percent("85.0"), gap[2])}, ("2006", "2007", "2008")))
    assert broken.count('stroke-width="1.8"') == 0
    assert whole.count('stroke-width="1.8"') == 2
    assert "未報告: 甲省 2007" in words_of(broken)


def test_counts_and_differences_have_axes_of_their_own() -> None:
    columns = (TableColumn("name", "府省庁"), TableColumn("n", "件数", "count"), TableColumn("d", "差", "points"))
    rows = (
        TableRow((Cell("甲省"), Cell("1,200", 1200), Cell("+2.5", Decimal("2.5"))), key="a"),
        TableRow((Cell("乙省"), Cell("7", 7), Cell("−4.0", Decimal(-4))), key="b"),
    )
    table = Table("t", "表", columns, rows)
    counts = chart_svg(document_of(table), Chart("c", "件数", "bars", "t", "name", ("n",)))
    assert "1,200" in words_of(counts)
    assert "100 %" not in words_of(counts)
    points = words_of(chart_svg(document_of(table), Chart("c", "差", "bars", "t", "name", ("d",))))
    assert {"−4", "0", "+2"} <= set(points)


def test_the_target_is_a_line_with_its_number_and_a_corner_in_a_matrix() -> None:
    rows = {"甲省": (percent("80.0"),), "乙省": (percent("95.0"),)}
    for kind in KINDS:
        document, chart = matrix(kind, rows, ("2006",))
        svg = chart_svg(document, replace(chart, target=Decimal(90)))
        assert any("90 %" in word for word in words_of(svg)), kind
        if kind != "heat":
            assert 'stroke-dasharray="5 3"' in svg
    heat_document, heat = matrix("heat", rows, ("2006",))
    plain, marked = chart_svg(heat_document, heat), chart_svg(heat_document, replace(heat, target=Decimal(90)))
    assert marked.count("<polygon") - plain.count("<polygon") == 2  # of the one below it, and of the legend


@pytest.mark.parametrize("kind", KINDS)
def test_long_lists_grow_to_a_page_and_say_what_is_left_out(kind: ChartKind) -> None:
    rows = {f"とても長い名前の独立行政法人第{place}研究開発センター": (percent("50.0"),) for place in range(100)}
    document, chart = matrix(kind, rows, ("2006",))
    svg = chart_svg(document, chart, (640.0, 900.0))
    height = float(re.search(r'height="([\d.]+)"', svg)[1])  # type: ignore[index]
    assert 700 < height <= 900
    drawn = sum(word.endswith("50.0") for word in words_of(svg))
    told = next(word for word in words_of(svg) if "省いています" in word)
    assert 10 < drawn < 100
    assert int(re.search(r"(\d+)", told)[1]) == 100 - drawn  # type: ignore[index]


@given(st.text(min_size=1, max_size=200))
def test_every_letter_of_a_name_is_written(name: str) -> None:
    lines = wrapped(name, 80.0, 12.0)
    kept = "".join("".join(lines).split())
    assert kept == "".join(writable(name).split())


@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_no_name_breaks_the_picture(name: str, kind: ChartKind) -> None:
    document, chart = matrix(kind, {name: (percent("50.0"),), "平均": (percent("60.0"),)}, (name,))
    ElementTree.fromstring(chart_svg(document, replace(chart, title=name), stands_alone=True))


def test_markup_in_a_name_is_text() -> None:
    document, chart = matrix("bars", {ODD_NAME: (percent("50.0"),)}, ("率",))
    svg = chart_svg(document, chart)
    assert "<script" not in svg
    assert "".join("".join(words_of(svg)).split()).find("".join(ODD_NAME.split())) >= 0


def test_the_same_document_gives_the_same_picture_whatever_the_hash_seed() -> None:
    program = (
        "from tests.unit.exporting.test_chart_svg import shown_rates; import hashlib;"
        f"print([hashlib.sha256(shown_rates(kind).encode()).hexdigest() for kind in {KINDS!r}])"
    )
    found = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=own).stdout
        for own in ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "TZ": "America/New_York"})
    }
    assert len(found) == 1


def test_colours_are_those_of_the_window() -> None:
    assert LIGHT.series == SERIES
    assert LIGHT.rate_scale == RATE_SCALE
    assert all(rate_colour(percent) == rate_colour_of_the_window(LIGHT, percent) for percent in range(0, 101, 5))


def test_a_picture_that_stands_alone_carries_its_footnotes_and_its_case() -> None:
    document = coverage_document()
    alone = " ".join(words_of(chart_svg(document, coverage_chart(document), stands_alone=True)))
    within = " ".join(words_of(chart_svg(document, coverage_chart(document))))
    for words in ("独自の把握状況調査を実施", document.provenance.case_id, "府省庁別の把握率", document.remarks[0]):
        assert words in alone
        assert words not in within


def test_beside_its_table_a_chart_repeats_only_the_notes_whose_marks_it_shows() -> None:
    document = coverage_document()
    table = next(document.tables())
    chart = replace(coverage_chart(document), footnotes=(*table.footnotes, Footnote("own", "図だけの注")))
    assert [note.id for note in chart_notes(document, coverage_chart(document))] == ["own"]
    chart = replace(chart, footnotes=(*table.footnotes, Footnote("only", "図だけの注")))
    assert [note.id for note in chart_notes(document, chart)] == ["own", "scope", "only"]
    assert [note.id for note in chart_notes(document, chart, beside_table=True)] == ["own", "only"]


def test_the_description_says_what_is_seen() -> None:
    document = coverage_document()
    words = chart_description(document, coverage_chart(document))
    assert "19 行" in words
    assert "31.2" in words
    assert "100.0" in words
    english = chart_description(*_english())
    assert "not reported: 1" in english


def _english() -> tuple[Document, Chart]:
    rows = {"A": (percent("80.0"),), "B": (without_number(State.NOT_REPORTED, "not reported"),)}
    return matrix("bars", rows, ("2006",), language="en")


def test_the_png_has_the_size_asked_for() -> None:
    svg = shown_rates("bars")
    width = float(re.search(r'width="([\d.]+)"', svg)[1])  # type: ignore[index]
    for scale in (1.0, 2.0):
        png = svg_png(svg, scale)
        assert png.startswith(b"\x89PNG")
        assert abs(int.from_bytes(png[16:20], "big") - width * scale) <= 1
    assert svg_png(svg) == svg_png(svg)
