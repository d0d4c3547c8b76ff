"""Writes the numbers of the practice case: coverage, answers and published figures of fictional ministries.

    python packaging/make_practice_case.py [resources/practice]

Catalogues, crosswalk, organisations and topics in that folder are written by hand and read here; the rest is
written anew, always with the same bytes.  Only the standard library is used.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

MARK = "演習用(架空)"
SEED = 20070423
YEARS = (2006, 2007, 2008)
ERA_YEARS = {2006: "平成18年度", 2007: "平成19年度", 2008: "平成20年度"}
OFFICER, STAFF, SYSTEM, CONTRACTOR = ("情報セキュリティ責任者等", "行政事務従事者", "情報システム", "外部委託管理者")
ROLES = (OFFICER, STAFF, SYSTEM, CONTRACTOR)
BLANKS = ("", "－", "-", "N/A")
"""How ministries leave a cell without a number; none of them is 0."""


@dataclass(frozen=True)
class Item:
    """One item of the catalogue in one of its roles."""

    item: str
    section: str
    part: str
    is_basic: bool
    role: str


@dataclass(frozen=True)
class Unit:
    """A bureau or regional office in one year, with how many of each role it has."""

    year: int
    ministry: str
    name: str
    people: dict[str, int]


@dataclass(frozen=True)
class Answer:
    """One answer; None: not reported."""

    unit: Unit
    item: Item
    obliged: int | None
    implemented: int | None


# --- who there is -----------------------------------------------------------------------------------------------

BUREAUS: dict[str, str] = {
    "青葉省": "大臣官房 青葉政策局 樹林局 苗木局 北部地方局* 東部地方局* 西部地方局* 南部地方局*",
    "若草省": "大臣官房 育成局 流通局 草地局 南部支局*",
    "東雲庁": "長官官房- 暁調査部-",
    "月見省": "大臣官房 観測局 暦局 北部観測所* 南部観測所*",
    "千歳省": "大臣官房 長寿局 記録局 伝承局 北部支局* 南部支局*",
    "白樺庁": "長官官房 森林部 保全部 山地部 高原事務所*",
    "白樺省": "大臣官房 森林局 保全局 山地局 高原事務所*",
    "藤波省": "大臣官房 園芸局 研究局 花木局 東部地方局*",
    "山吹省": "大臣官房 彩色局 染織局 西部地方局*",
    "潮見庁": "長官官房 潮汐部 沿岸部",
    "磯辺庁": "",
    "海原庁": "長官官房 潮汐部 沿岸部 磯辺部",
    "春野省": "大臣官房 若苗局 稲穂局",
    "若苗庁": "長官官房 育苗部",
    "稲穂庁": "長官官房 収穫部",
    "星見庁": "長官官房- 星図部-",
}
"""Units by name at the end of the year; * a regional office with many people, - a unit with two or three."""

FIRST_AND_LAST = {
    "白樺庁": (2006, 2006),
    "白樺省": (2007, 2008),
    "潮見庁": (2006, 2007),
    "磯辺庁": (2006, 2007),
    "春野省": (2006, 2007),
    "海原庁": (2008, 2008),
    "若苗庁": (2008, 2008),
    "稲穂庁": (2008, 2008),
    "星見庁": (2008, 2008),
}

OWN_SURVEYS = {("藤波省", 2006): (0.314, 0.981), ("山吹省", 2006): (0.409, 0.943), ("山吹省", 2007): (0.552, 0.968)}
"""Official share ascertained, and share including the ministry's own survey."""

LOW_COVERAGE = {("千歳省", 2006): 0.634, ("月見省", 2006): 0.87, ("若草省", 2007): 0.935}
"""Low, and yet in analysis: exclusion is a rule with a reason, not a threshold."""


def units() -> Iterator[Unit]:
    """Every unit of every year, in the order of the register."""
    for year in YEARS:
        for ministry, names in BUREAUS.items():
            first, last = FIRST_AND_LAST.get(ministry, (YEARS[0], YEARS[-1]))
            if first <= year <= last:
                for name in names.split() or [""]:
                    yield Unit(year, ministry, name.rstrip("*-"), _people(year, ministry, name))


def _people(year: int, ministry: str, name: str) -> dict[str, int]:
    chance = random.Random(f"{SEED} people {ministry[:2]} {name}")
    if name.endswith("-"):
        return {OFFICER: 2, STAFF: chance.randint(9, 16), SYSTEM: 1, CONTRACTOR: 1}
    staff = chance.randint(700, 1300) if name.endswith("*") else chance.randint(40, 260)
    if (ministry, name) == ("青葉省", "東部地方局*"):
        staff = 1000
    elif year == YEARS[-1]:
        staff += staff // 4  # from FY2008 on everyone reports, not only section heads and above
    return {OFFICER: 3 + staff // 40, STAFF: staff, SYSTEM: chance.randint(2, 9), CONTRACTOR: chance.randint(2, 6)}


# --- coverage ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """How many of a unit's people of a role were ascertained."""

    unit: Unit
    role: str
    ascertained: int
    with_own_survey: int | None

    @property
    def target(self) -> int:
        return self.unit.people[self.role]


def coverage_of(unit: Unit) -> list[Coverage]:
    """The coverage return of one unit."""
    rows = []
    for role in ROLES:
        chance = random.Random(f"{SEED} coverage {unit.year} {unit.ministry} {unit.name} {role}")
        target = unit.people[role]
        survey = OWN_SURVEYS.get((unit.ministry, unit.year))
        share = survey[0] if survey else LOW_COVERAGE.get((unit.ministry, unit.year), 1.0)
        ascertained = target if share == 1.0 else max(1, _near(target, share))
        if share == 1.0 and target > 300 and chance.random() < 0.5:
            ascertained -= chance.randint(1, 9)
        if (unit.ministry, unit.name) == ("青葉省", "東部地方局"):
            ascertained = target
        own = max(ascertained, _near(target, survey[1])) if survey else None
        rows.append(Coverage(unit, role, ascertained, own))
    return rows


def _near(whole: int, share: float) -> int:
    return min(whole, int(whole * share + 0.5))


# --- answers ----------------------------------------------------------------------------------------------------

WEAK: dict[tuple[str, str], tuple[float, float, float]] = {
    ("3.1.1", STAFF): (0.52, 0.68, 0.83),
    ("5.1.1(1)(a)", STAFF): (0.46, 0.63, 0.81),
    ("5.1.1(1)(b)", STAFF): (0.41, 0.58, 0.78),
    ("2.2.1", OFFICER): (0.61, 0.67, 0.79),
    ("2.3.2", OFFICER): (0.55, 0.64, 0.77),
    ("4.1.4(1)", OFFICER): (0.33, 0.41, 0.57),
    ("6.1.2", OFFICER): (0.59, 0.52, 0.44),
    ("6.1.2", CONTRACTOR): (0.72, 0.66, 0.61),
}
"""Shares carried out in FY2006, FY2007 and FY2008 by section or item; outsourcing is the one that gets worse."""

NOBODY = {("4.1.4(1)(c)", 2006), ("4.1.4(1)(c)", 2007)}
"""Reported as 0 of all: zero is a number."""

NO_DUTY = {("東雲庁", "4.1.4"), ("磯辺庁", "4.1.4"), ("月見省", "6.1.3"), ("東雲庁", "6.1.2")}
"""Sections for which no duty arose in a ministry."""

LEFT_BLANK = {("千歳省", 2006, "5"), ("若苗庁", 2008, "4.1.3")}
LEFT_OUT = {("若草省", 2006, "6.2.1"), ("潮見庁", 2007, "2.1.2")}
UNITS_LEFT_OUT = {("月見省", 2007, "南部観測所"), ("星見庁", 2008, "長官官房"), ("星見庁", 2008, "星図部")}
"""Not reported: cells left blank, rows left out, whole units left out."""

ONE_MISSING = {"3.1.2(1)(a)", "4.1.1(1)(c)"}
"""Carried out by everyone but one person in a regional office of 1,000: all but implemented, not achieved."""

GETTING_WORSE = {("月見省", "3"): (1.0, 0.97, 0.88), ("若草省", "2"): (0.99, 0.98, 0.93)}


def answers_of(unit: Unit, items: Sequence[Item]) -> Iterator[Answer]:
    """The answers of one unit; nothing of a unit that did not report."""
    key = (unit.ministry, unit.year)
    if (*key, unit.name) in UNITS_LEFT_OUT:
        return
    ascertained = {row.role: row.ascertained for row in coverage_of(unit)}
    for item in items:
        if _matches(item, [place for *who, place in LEFT_OUT if tuple(who) == key]):
            continue
        chance = random.Random(f"{SEED} answer {unit.year} {unit.ministry} {unit.name} {item.item} {item.role}")
        is_blank = _matches(item, [place for *who, place in LEFT_BLANK if tuple(who) == key])
        if is_blank or chance.random() < 0.004:
            yield Answer(unit, item, None, None)
            continue
        obliged = _obliged(unit, item, ascertained[item.role], chance)
        yield Answer(unit, item, obliged, _implemented(unit, item, obliged, chance))


def _matches(item: Item, places: Iterable[str]) -> bool:
    """Whether the item is one of these items, or lies in one of these Parts or sections."""
    return any(item.item == place or item.item.startswith((f"{place}.", f"{place}(")) for place in places)


def _obliged(unit: Unit, item: Item, ascertained: int, chance: random.Random) -> int:
    if _matches(item, [place for ministry, place in NO_DUTY if ministry == unit.ministry]):
        return 0
    if item.item in ONE_MISSING or item.item.endswith("(a)"):
        return ascertained
    share = random.Random(f"{SEED} duty {item.item}").choice((1.0, 1.0, 0.9, 0.6, 0.3))
    if chance.random() < 0.02:
        return 0
    return max(1, _near(ascertained, share))


def _implemented(unit: Unit, item: Item, obliged: int, chance: random.Random) -> int:
    if (item.item, unit.year) in NOBODY:
        return 0
    if item.item in ONE_MISSING:
        return obliged - int((unit.ministry, unit.name) == ("青葉省", "東部地方局"))
    share = _share_carried_out(unit, item, chance)
    return max(0, min(obliged, int(obliged * share + chance.random())))


def _share_carried_out(unit: Unit, item: Item, chance: random.Random) -> float:
    step = YEARS.index(unit.year)
    for (place, role), shares in WEAK.items():
        if role == item.role and _matches(item, [place]):
            return shares[step] + chance.uniform(-0.12, 0.12)
    worse = GETTING_WORSE.get((unit.ministry, item.part))
    if worse is not None:
        return worse[step] + chance.uniform(-0.02, 0.02)
    if not item.is_basic:
        return chance.uniform(0.45, 0.95)
    is_whole = chance.random() < (0.8, 0.86, 0.91)[step]
    return 1.0 if is_whole else chance.uniform(0.75, 0.995)


# --- rates, recomputed here to be printed -----------------------------------------------------------------------


def rates(answers: Iterable[Answer], part: str) -> tuple[Fraction, Fraction] | None:
    """Implementation and achievement rate of a Part in percent; None where no duty arose or nothing was reported."""
    pooled: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for answer in answers:
        if answer.item.part == part and answer.obliged:
            sums = pooled[answer.item.item, answer.item.role]
            sums[0] += answer.obliged
            sums[1] += answer.implemented or 0
    if not pooled:
        return None
    ratios = [Fraction(implemented, obliged) for obliged, implemented in pooled.values()]
    achieved = sum(ratio == 1 for ratio in ratios)
    return 100 * sum(ratios, Fraction(0)) / len(ratios), Fraction(100 * achieved, len(ratios))


def half_up(value: Fraction) -> str:
    """One decimal, as publications print it."""
    tenths = (20 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{tenths // 10}.{tenths % 10}"


def cut_off(value: Fraction) -> str:
    """One decimal, the rest cut off: how some tables are made."""
    tenths = 10 * value.numerator // value.denominator
    return f"{tenths // 10}.{tenths % 10}"


# --- the published sheet ----------------------------------------------------------------------------------------

TOO_HIGH = {("coverage", 2006, "千歳省", ""): 21, ("implementation", 2007, "千歳省", "3"): 4}
"""What was printed although the returns say otherwise: by how many points it contradicts them."""

CUT_OFF = {("coverage", 2007, "月見省"), ("implementation", 2007, "若草省"), ("achievement", 2007, "白樺省")}


def published_rows(covered: Sequence[Coverage], answers: Sequence[Answer]) -> list[dict[str, str]]:
    """The practice publication: coverage of each year, FY2006's rates only as charts, FY2007's as tables."""
    rows = list(_published_coverage(covered))
    for part in "23456":
        for kind in ("implementation", "achievement"):
            chart = _fact(f"図 {part}", "*", kind, 2006, part=part, printed="図(未転記)", state="not_transcribed")
            rows.append(chart)
    rows += _published_rates([answer for answer in answers if answer.unit.year == 2007])
    return rows


def _published_coverage(covered: Sequence[Coverage]) -> Iterator[dict[str, str]]:
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in covered:
        own = sums[row.unit.year, row.unit.ministry]
        own[0] += row.target
        own[1] += row.ascertained
        own[2] += row.ascertained if row.with_own_survey is None else row.with_own_survey
    listed: dict[int, int] = defaultdict(int)
    for (year, ministry), (target, ascertained, with_own) in sums.items():
        listed[year] += 1
        value = _printed("coverage", year, ministry, "", Fraction(100 * ascertained, target))
        fact = _fact("表1", ministry, "coverage", year, number=value, printed=f"{value} %", position=str(listed[year]))
        if with_own != ascertained:
            second = half_up(Fraction(100 * with_own, target))
            fact |= {"secondary": second, "secondary_meaning": "with_own_survey", "printed": f"{value} % ({second} %)"}
        yield fact


def _published_rates(answers: Sequence[Answer]) -> Iterator[dict[str, str]]:
    by_ministry: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if (answer.unit.ministry, answer.unit.year) not in OWN_SURVEYS:
            by_ministry[answer.unit.ministry].append(answer)
    for part in "23456":
        found = {ministry: rates(own, part) for ministry, own in by_ministry.items()}
        for which, kind in enumerate(("implementation", "achievement")):
            values = {ministry: both[which] for ministry, both in found.items() if both is not None}
            values["*"] = sum(values.values(), Fraction(0)) / len(values)
            for number, (ministry, value) in enumerate(values.items(), start=1):
                text = _printed(kind, 2007, ministry, part, value)
                basis = "分析対象の機関の平均" if ministry == "*" else ""
                yield _fact(
                    f"表{part}", ministry, kind, 2007, part=part, number=text, printed=f"{text} %", basis=basis,
                    position=str(number),
                )  # fmt: skip


def _printed(kind: str, year: int, ministry: str, part: str, value: Fraction) -> str:
    value = min(Fraction(100), value + TOO_HIGH.get((kind, year, ministry, part), 0))
    return cut_off(value) if (kind, year, ministry) in CUT_OFF else half_up(value)


def _fact(cited: str, subject: str, kind: str, year: int, **further: str) -> dict[str, str]:
    named = {"cited": f"{MARK} {year}年度の公表資料 {cited}", "subject": subject, "kind": kind}
    return named | {"fiscal_year": str(year), "unit": "%", "confidence": "printed"} | further


# --- files ------------------------------------------------------------------------------------------------------


def read_items(path: Path) -> list[Item]:
    """The items of a catalogue, one for each of their roles."""
    with path.open(encoding="utf-8", newline="") as file:
        next(file)  # the mark stands above the header
        rows = list(csv.DictReader(file))
    return [Item(row["遵守事項"], row["節"], row["部"], row["区分"] == "基本", row["役割"]) for row in rows]


def write_table(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A csv file with the mark in a line above its header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f"{MARK} {title}"])
        writer.writerow(header)
        writer.writerows(rows)


def write_coverage(folder: Path, covered: Sequence[Coverage]) -> None:
    header = ("年度", "府省庁", "部局", "役割", "対象者数", "把握数", "独自の調査を含む把握数")
    rows = [
        (row.unit.year, row.unit.ministry, row.unit.name, row.role, row.target, row.ascertained, row.with_own_survey)
        for row in covered
    ]
    write_table(folder / "coverage.csv", "把握状況 2006年度から2008年度", header, rows)


def write_answers(folder: Path, year: int, answers: Iterable[Answer]) -> None:
    header = ("年度", "府省庁", "部局", "遵守事項", "役割", "責務発生数", "実施数")
    rows = [
        (ERA_YEARS[year], answer.unit.ministry, answer.unit.name, answer.item.item, answer.item.role, *_cells(answer))
        for answer in answers
        if answer.unit.year == year
    ]
    write_table(folder / f"answers-{year}.csv", f"実施状況 {year}年度", header, rows)


def _cells(answer: Answer) -> tuple[object, object]:
    if answer.obliged is None:
        blank = random.Random(f"{SEED} blank {answer.unit.ministry} {answer.unit.name}").choice(BLANKS)
        return blank, blank
    return answer.obliged, answer.implemented


def write_published(folder: Path, computed: Sequence[dict[str, str]]) -> None:
    """What was computed, followed by what is written by hand: weak areas, scope, footnotes, grades, programme."""
    with (folder / "published-by-hand.csv").open(encoding="utf-8", newline="") as file:
        by_hand = csv.DictReader(file)
        rows, fields = [*computed, *by_hand], by_hand.fieldnames or ()
    with (folder / "published.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    first, revised = (read_items(folder / f"catalogue-{edition}.csv") for edition in ("first", "revised"))
    asked = {2006: [item for item in first if item.is_basic], 2007: [item for item in first if item.is_basic]}
    asked[2008] = revised  # FY2006 and FY2007 ask for basic items only
    all_units = list(units())
    covered = [row for unit in all_units for row in coverage_of(unit)]
    answers = [answer for unit in all_units for answer in answers_of(unit, asked[unit.year])]
    write_coverage(folder, covered)
    for year in YEARS:
        write_answers(folder, year, answers)
    write_published(folder, published_rows(covered, answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("resources/practice"))
