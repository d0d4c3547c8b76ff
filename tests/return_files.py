"""Small tables as a ministry would send them: a catalogue, counts of coverage, answers; all figures are invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

ITEMS = ("2.1.1(1)(a)", "2.1.1(1)(b)", "3.2.1(1)(a)")
ROLES = ("情報セキュリティ責任者等", "行政事務従事者")

CATALOGUE_HEADER = ("版", "遵守事項", "部", "節", "区分", "役割", "名称")
COVERAGE_HEADER = ("年度", "府省庁", "部局", "役割", "対象者数", "把握数", "独自の調査を含む把握数")
ANSWERS_HEADER = ("年度", "府省庁", "部局", "遵守事項", "役割", "責務発生数", "実施数")


def written_table(
    folder: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[object]], encoding: str = "utf-8"
) -> Path:
    """A csv file."""
    path = folder / name
    lines = [",".join(map(str, row)) for row in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def catalogue_file(folder: Path, name: str = "統一基準.csv") -> Path:
    rows = [("演習用基準", item, item[0], item.split("(")[0], "基本", ROLES[0], f"演習用{item}") for item in ITEMS]
    return written_table(folder, name, CATALOGUE_HEADER, rows)


def coverage_file(folder: Path, organisation: str = "環境省", year: int = 2007, name: str = "把握状況.csv") -> Path:
    rows = [(year, organisation, "大臣官房", role, 200, 180, 190) for role in ROLES]
    return written_table(folder, name, COVERAGE_HEADER, rows)


def answer_rows(organisation: str = "環境省", year: int = 2007, implemented: int = 90) -> list[tuple[object, ...]]:
    """Six answers of one bureau: three items, two roles, 100 obliged each."""
    return [(year, organisation, "大臣官房", item, role, 100, implemented) for item in ITEMS for role in ROLES]


def answers_file(
    folder: Path,
    organisation: str = "環境省",
    year: int = 2007,
    implemented: int = 90,
    name: str = "実施状況.csv",
    encoding: str = "utf-8",
) -> Path:
    return written_table(folder, name, ANSWERS_HEADER, answer_rows(organisation, year, implemented), encoding)
