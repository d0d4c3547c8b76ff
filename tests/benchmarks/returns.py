"""Makes returns of the planning shape as csv and xlsx: seeded, fictional, and the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FIRST_YEAR = 2006
ITEM_COUNT = 500
PARTS = (2, 3, 4, 5, 6)
ROLES = ("情報セキュリティ責任者等", "行政事務従事者", "情報システム")
ANSWERS_OF_A_UNIT = ITEM_COUNT * len(ROLES)
_ITEMS_OF_A_PART = ITEM_COUNT // len(PARTS)
_ITEMS_OF_A_SECTION = 5


@dataclass(frozen=True)
class Size:
    """How many answers, and of whom: each unit answers every item in every role each year."""

    name: str
    years: int
    organisations: int
    units: int
    """of each organisation"""

    @property
    def answers(self) -> int:
        return self.years * self.organisations * self.units * ANSWERS_OF_A_UNIT


SIZES = {
    size.name: size
    for size in (Size("0.01M", 1, 3, 2), Size("0.14M", 5, 19, 1), Size("1M", 5, 19, 7), Size("5.7M", 5, 19, 40))
}


@dataclass(frozen=True)
class Returns:
    """The files of one set of returns."""

    size: Size
    catalogue: Path
    coverage: Path
    answers: Path
    keys: Path
    """The same answers as integers and without a header, for a plain database."""


def write_returns(folder: Path, size: Size, seed: int = 2006) -> Returns:
    """All files of a size, rows in the order of year, organisation, unit, item and role."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Returns(size, *(folder / f"{name}.csv" for name in ("catalogue", "coverage", "answers", "keys")))
    items = catalogue()
    items.to_csv(made.catalogue, index=False)
    random = np.random.default_rng(seed)
    first_row = 2
    for number in range(size.years):
        coverage = coverage_of_year(size, FIRST_YEAR + number, random)
        answers, keys = answers_of_year(coverage, items["item"].tolist(), random, first_row)
        first_row += len(answers)
        is_first = number == 0
        for frame, path in ((coverage.drop(columns="number"), made.coverage), (answers, made.answers)):
            frame.to_csv(path, index=False, header=is_first, mode="w" if is_first else "a")
        keys.to_csv(made.keys, index=False, header=False, mode="w" if is_first else "a")
    return made


def catalogue() -> pd.DataFrame:
    """An invented standard with Parts 2 to 6, every tenth item enhanced."""
    number = np.arange(ITEM_COUNT)
    part = np.array(PARTS)[number // _ITEMS_OF_A_PART]
    section_number, within = np.divmod(number % _ITEMS_OF_A_PART, _ITEMS_OF_A_SECTION)
    section = [f"{own}.{at // 5 + 1}.{at % 5 + 1}" for own, at in zip(part, section_number, strict=True)]
    return pd.DataFrame(
        {
            "edition": "演習用基準",
            "item": [f"{own}({at + 1})(a)" for own, at in zip(section, within, strict=True)],
            "part": part,
            "section": section,
            "class": np.where(number % 10 == 9, "強化", "基本"),
            "role": np.array(ROLES)[number % len(ROLES)],
            "title": [f"演習用遵守事項{own + 1}" for own in number],
        }
    )


def coverage_of_year(size: Size, fiscal_year: int, random: np.random.Generator) -> pd.DataFrame:
    """One row per unit and role; an organisation in ten has made a survey of its own."""
    rows = size.organisations * size.units * len(ROLES)
    organisation, unit, role = (
        own.ravel()
        for own in np.meshgrid(
            np.arange(size.organisations), np.arange(size.units), np.arange(len(ROLES)), indexing="ij"
        )
    )
    target = np.where(role == 1, random.integers(50, 2000, rows), random.integers(3, 60, rows))
    share = random.choice([0.6, 0.9, 0.98, 1.0], rows)
    has_own = (random.random(size.organisations) < 0.1)[organisation]
    ascertained = random.binomial(target, np.where(has_own, 0.35, share))
    further = np.where(has_own, random.binomial(target - ascertained, 0.9), 0)
    names = [f"演習省{own + 1:04d}" for own in organisation]
    return pd.DataFrame(
        {
            "fiscal_year": fiscal_year,
            "organisation": names,
            "unit": [f"{name}第{own + 1}局" for name, own in zip(names, unit, strict=True)],
            "role": np.array(ROLES)[role],
            "target": target,
            "ascertained": ascertained,
            "ascertained_with_own_survey": ascertained + further,
            "number": organisation,
        }
    )


def answers_of_year(
    coverage: pd.DataFrame, items: list[str], random: np.random.Generator, first_row: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(as a ministry sends them, as integers): the duty arises for some of those ascertained, most carry it out."""
    units = coverage.iloc[:: len(ROLES)]
    count = len(units) * ANSWERS_OF_A_UNIT
    of_unit = np.repeat(np.arange(len(units)), ANSWERS_OF_A_UNIT)
    item, role = np.divmod(np.tile(np.arange(ANSWERS_OF_A_UNIT), len(units)), len(ROLES))
    reached = coverage["ascertained"].to_numpy()[of_unit * len(ROLES) + role]
    obliged = np.where(random.random(count) < 0.05, 0, (reached * random.random(count)).astype(np.int64))
    implemented = np.where(random.random(count) < 0.7, obliged, random.binomial(obliged, 0.9))
    year = int(coverage["fiscal_year"].iloc[0])
    named = pd.DataFrame(
        {
            "fiscal_year": year,
            "organisation": _chosen(of_unit, units["organisation"].tolist()),
            "unit": _chosen(of_unit, units["unit"].tolist()),
            "item": _chosen(item, items),
            "role": _chosen(role, list(ROLES)),
            "obliged": obliged,
            "implemented": implemented,
        }
    )
    keys = {
        "fiscal_year": year,
        "organisation": units["number"].to_numpy()[of_unit] + 1,
        "unit": of_unit + 1,
        "item": item + 1,
        "role": role + 1,
        "obliged": obliged,
        "implemented": implemented,
        "source_row": first_row + np.arange(count),
    }
    return named, pd.DataFrame(keys)


def _chosen(codes: np.ndarray, names: list[str]) -> pd.Series:
    """Names by number; a name that stands for several numbers is told once."""
    unique = list(dict.fromkeys(names))
    places = {name: place for place, name in enumerate(unique)}
    return pd.Series(pd.Categorical.from_codes([places[name] for name in names], pd.Index(unique)).take(codes))


def write_workbook(answers: Path, target: Path) -> Path:
    """The same answers on the one sheet of an xlsx."""
    from xlsxwriter import Workbook

    with Workbook(target, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("実施状況")
        for number, row in enumerate(_rows_of(answers)):
            sheet.write_row(number, 0, row)
    return target


def _rows_of(answers: Path) -> Iterator[list[object]]:
    frame = pd.read_csv(answers)
    yield list(frame.columns)
    yield from (list(row) for row in frame.astype(object).itertuples(index=False, name=None))
