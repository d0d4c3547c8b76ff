"""Invents the returns of a few ministries from a seed, and writes them as ministries do; all figures are made up.

The rows stay beside the files, so that a test can recompute every rate from what was meant instead of what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Literal

import xlsxwriter

from auditor_app.domain.provenance import Place
from auditor_app.domain.published import FactKey, FactKind, Statement, Value
from auditor_app.importing.source_file import document_from
from auditor_app.services.import_tables import ImportSession, accept_together, propose_together
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock, new_case

Form = Literal["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "xlsx"]
FORMS: tuple[Form, ...] = ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "xlsx")

YEARS = (2007, 2008)
ROLES = {"officer": "情報セキュリティ責任者等", "staff": "行政事務従事者", "system": "情報システム"}
PARTS = ("2", "3", "4", "5", "6")

SURVEYED = "環境省"
"""Ascertained part of its people by a survey of its own in the first year."""
SILENT = "内閣官房"
"""Sends its coverage and no answers in the second year."""
WITHOUT_DUTY = "人事院"
"""None of its systems has a duty under Part 5."""
UNDIVIDED = "総務省"
"""Has no bureaux: its unit is left empty."""
ORGANISATIONS = (SILENT, WITHOUT_DUTY, UNDIVIDED, SURVEYED)
UNITS = ("大臣官房", "地方支分部局:東")

CATALOGUE_HEADER = ("版", "遵守事項", "部", "節", "区分", "役割", "名称")
COVERAGE_HEADER = ("年度", "府省庁", "部局", "役割", "対象者数", "把握数", "独自の調査を含む把握数")
ANSWERS_HEADER = ("年度", "府省庁", "部局", "遵守事項", "役割", "責務発生数", "実施数")


@dataclass(frozen=True)
class AskedItem:
    """An item of the invented catalogue and the roles that answer for it."""

    item: str
    part: str
    section: str
    item_class: Literal["basic", "enhanced"]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class CoverageLine:
    """A row of a coverage return."""

    fiscal_year: int
    organisation: str
    unit: str
    role: str
    target: int
    ascertained: int
    with_own_survey: int | None


@dataclass(frozen=True)
class AnswerLine:
    """A row of an answers return; None where the cell says that nothing is reported."""

    fiscal_year: int
    organisation: str
    unit: str
    item: str
    role: str
    obliged: int | None
    implemented: int | None


@dataclass(frozen=True)
class Returns:
    """Everything the ministries of one seed send."""

    items: tuple[AskedItem, ...]
    coverage: tuple[CoverageLine, ...]
    answers: tuple[AnswerLine, ...]


def invented_returns(seed: int, items_per_section: int = 4) -> Returns:
    """The returns of four ministries over two years: every state occurs, whatever the seed."""
    random = Random(seed)
    items = tuple(_invented_items(random, items_per_section))
    coverage = tuple(_invented_coverage(random))
    return Returns(items, coverage, tuple(_invented_answers(random, items, coverage)))


def _invented_items(random: Random, items_per_section: int) -> Iterable[AskedItem]:
    for part in PARTS:
        for section in (f"{part}.1.1", f"{part}.10.1"):  # 3.10.1 is not 3.1.01
            for number in range(items_per_section):
                roles = tuple(sorted(random.sample(list(ROLES), random.randint(1, 3))))
                item_class: Literal["basic", "enhanced"] = "enhanced" if number % 3 == 2 else "basic"
                yield AskedItem(f"{section}(1)({'abcdefgh'[number]})", part, section, item_class, roles)


def units_of(organisation: str) -> tuple[str, ...]:
    return ("",) if organisation == UNDIVIDED else UNITS


def _invented_coverage(random: Random) -> Iterable[CoverageLine]:
    for year in YEARS:
        for organisation in ORGANISATIONS:
            for unit in units_of(organisation):
                for role in ROLES:
                    target = random.choice((7, 90, 1300, 250_000))
                    ascertained = random.randint(target * 3 // 5, target)
                    own = None
                    if (organisation, year) == (SURVEYED, YEARS[0]) and role == "staff":
                        ascertained, own = target // 3, target
                    elif random.random() < 0.3:
                        own = ascertained  # both columns filled in although there was no survey
                    yield CoverageLine(year, organisation, unit, role, target, ascertained, own)


def _invented_answers(
    random: Random, items: Sequence[AskedItem], coverage: Sequence[CoverageLine]
) -> Iterable[AnswerLine]:
    for own in coverage:
        if (own.organisation, own.fiscal_year) == (SILENT, YEARS[1]):
            continue
        for item in items:
            if own.role in item.roles and random.random() > 0.05:  # some rows are never sent
                obliged, implemented = _invented_counts(random, own, item)
                yield AnswerLine(own.fiscal_year, own.organisation, own.unit, item.item, own.role, obliged, implemented)


def _invented_counts(random: Random, own: CoverageLine, item: AskedItem) -> tuple[int | None, int | None]:
    if (own.organisation, own.role, item.part) == (WITHOUT_DUTY, "system", "5"):
        return 0, 0
    kind = random.random()
    obliged = random.randint(1, own.ascertained)
    if kind < 0.08:
        return 0, 0
    if kind < 0.14:
        return None, None
    if kind < 0.17:
        return obliged, None
    if kind < 0.45:
        return obliged, obliged
    if kind < 0.5:
        return obliged, 0
    return obliged, random.randint(0, obliged)


@dataclass(frozen=True)
class WrittenReturns:
    """The files of one seed, and in which row of the answers file each answer stands."""

    catalogue: Path
    coverage: Path
    answers: Path
    answer_rows: dict[AnswerLine, int]

    @property
    def files(self) -> tuple[Path, Path, Path]:
        return self.catalogue, self.coverage, self.answers


def written_returns(
    returns: Returns, folder: Path, form: Form = "utf-8", shuffled: int | None = None
) -> WrittenReturns:
    """Three files in one form; `shuffled`: a seed by which rows stand in any order."""
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "xlsx" if form == "xlsx" else "csv"
    random = Random(shuffled)
    coverage, answers = list(returns.coverage), list(returns.answers)
    if shuffled is not None:
        random.shuffle(coverage)
        random.shuffle(answers)
    files = [folder / f"{name}.{suffix}" for name in ("統一基準", "把握状況", "実施状況")]
    _write(files[0], form, CATALOGUE_HEADER, [_catalogue_cells(item) for item in returns.items])
    _write(files[1], form, COVERAGE_HEADER, [_coverage_cells(own, random) for own in coverage])
    _write(files[2], form, ANSWERS_HEADER, [_answer_cells(own, random) for own in answers])
    return WrittenReturns(files[0], files[1], files[2], {own: row for row, own in enumerate(answers, start=2)})


def write_answers(path: Path, answers: Sequence[AnswerLine], form: Form = "utf-8") -> Path:
    """A file with these answers and nothing else; the first stands in row 2."""
    _write(path, form, ANSWERS_HEADER, [_answer_cells(own, Random(0)) for own in answers])
    return path


def write_coverage(path: Path, coverage: Sequence[CoverageLine]) -> Path:
    _write(path, "utf-8", COVERAGE_HEADER, [_coverage_cells(own, Random(0)) for own in coverage])
    return path


def _catalogue_cells(item: AskedItem) -> list[str]:
    word = "基本" if item.item_class == "basic" else "強化"
    roles = "、".join(ROLES[role] for role in item.roles)
    return ["演習用基準", item.item, item.part, item.section, word, roles, f"演習用の事項 {item.item}"]


def _coverage_cells(own: CoverageLine, random: Random) -> list[str]:
    counts = [_number(count, random) for count in (own.target, own.ascertained, own.with_own_survey)]
    return [_year(own.fiscal_year, random), own.organisation, own.unit, ROLES[own.role], *counts]


def _answer_cells(own: AnswerLine, random: Random) -> list[str]:
    counts = [_number(count, random) for count in (own.obliged, own.implemented)]
    role = random.choice((own.role, ROLES[own.role]))
    return [_year(own.fiscal_year, random), own.organisation, own.unit, own.item, role, *counts]


def _year(year: int, random: Random) -> str:
    return random.choice((f"{year}", f"{year}年度", f"平成{year - 1988}年度", f"H{year - 1988}", f"FY{year}"))


def _number(count: int | None, random: Random) -> str:
    """As clerks write counts: plain, with separators, in full width; nothing reported in four ways."""
    if count is None:
        return random.choice(("", "－", "-", "N/A"))
    grouped = f"{count:,}"
    full_width = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return random.choice((str(count), grouped, full_width))


def _write(path: Path, form: Form, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if form == "xlsx":
        with xlsxwriter.Workbook(path) as workbook:
            sheet = workbook.add_worksheet("回答")
            for number, row in enumerate((header, *rows)):
                for column, text in enumerate(row):
                    if text.isascii() and text.isdecimal():
                        sheet.write_number(number, column, int(text))
                    else:
                        sheet.write_string(number, column, text)
        return
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in (header, *rows)]
    text = "\r\n".join(lines) + "\r\n"
    if form == "euc_jp":
        text = text.replace("－", "−")  # the same byte pair is another character by Python's table of EUC-JP
    path.write_bytes(text.encode(form))


def case_of_returns(folder: Path, returns: Returns, *, with_published: bool = False) -> tuple[Path, WrittenReturns]:
    """A case into which the files of these returns came as one change."""
    case = new_case(folder / "case.auditcase", with_published=with_published)
    written = written_returns(returns, folder / "files")
    sessions = [ImportSession(case, file) for file in written.files]
    with ExitStack() as stack:
        opened = [stack.enter_context(session) for session in sessions]
        propose_together(opened)
        accept_together(opened, AUTHOR, TickingClock())
    return case, written


def publish_rates(case: Path, year: int, printed: Sequence[tuple[FactKind, str, str, str]]) -> None:
    """Put what a report prints into the case: (kind, organisation, Part, "83.3 %"), one line each."""
    lines = [" ".join(own) for own in printed]
    document = document_from(f"公表資料{year}.txt", "\n".join(lines).encode(), "utf-8")
    with UnitOfWork(case, AUTHOR, TickingClock()) as work:
        work.begin_change("published_imported", {"document": document.name})
        work.add_document(document)
        work.add_statements(
            [
                Statement(
                    FactKey(kind, year, organisation, part=part),
                    Value(Decimal(text.removesuffix(" %"))),
                    text,
                    Place(document.name, document.sha256, line, line),
                    unit="%",
                    position=line,
                )
                for line, (kind, organisation, part, text) in enumerate(printed, start=1)
            ]
        )
        work.commit()
