"""Import: files of names become a checked, keyed and summarised case - against reading plain numbers in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.made import Made, environment, import_tables, program
from tests.benchmarks.measuring import Measured, interleaved, print_comparison, print_figure, timed
from tests.benchmarks.memory import peak_of
from tests.benchmarks.plain_database import IMPORTER, import_plain
from tests.benchmarks.returns import SIZES, Returns, Size

GOAL = 0.8
GOAL_PER_ROW = 1.15
GOAL_MEGABYTES = 200
GOAL_WORKBOOK = 1.6
LARGEST_WORKBOOK = SIZES["0.14M"]


def rounds_for(size: Size) -> int:
    return 3 if size.answers > 2_000_000 else 5


def on_copy(before: Path, target: Path, work: Callable[[Path], object]) -> Measured:
    """Each round begins with the case as it was; copying does not count."""

    def measured() -> float:
        shutil.copyfile(before, target)
        return timed(lambda: work(target))()

    return measured


def whole_process(made: Made, returns: Returns, tmp_path: Path) -> Measured:
    def run(case: Path) -> None:
        command = program("import", case, returns.answers)
        subprocess.run(command, check=True, capture_output=True, env=environment(tmp_path))

    return on_copy(made.case_before(returns.size), tmp_path / f"process-{returns.size.name}.auditcase", run)


def within_a_process(made: Made, returns: Returns, tmp_path: Path) -> Measured:
    target = tmp_path / f"within-{returns.size.name}.auditcase"
    return on_copy(made.case_before(returns.size), target, lambda case: import_tables(case, returns.answers))


def cpu_of_children(measured: Measured) -> float:
    """What the processes it started worked: a busy machine lengthens it less."""
    before = os.times()
    measured()
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_csv_of_names_against_plain_integers(made: Made, size: Size, smaller: Size, tmp_path: Path) -> None:
    returns = made.returns(size)
    whole_process(made, made.returns(SIZES["0.01M"]), tmp_path)()  # writes the bytecode
    plain = f"{IMPORTER}, 8 integers + unique index"
    kinds = {
        "import, whole process": whole_process(made, returns, tmp_path),
        "import, within a running program": within_a_process(made, returns, tmp_path),
        plain: timed(lambda: import_plain(returns.keys, tmp_path / "plain.sqlite")),
        "smaller": within_a_process(made, made.returns(smaller), tmp_path),
    }
    times = interleaved(kinds, rounds_for(size), warm_up=0 if size.answers > 2_000_000 else 1)
    of_rows = {
        f"within a running program, {size.name}": [own / size.answers for own in times[list(kinds)[1]]],
        f"within a running program, {smaller.name}": [own / smaller.answers for own in times.pop("smaller")],
    }
    print_comparison(f"import of {size.answers:,} answers as csv", times, plain, GOAL)
    cpu = {kind: [cpu_of_children(kinds[kind])] for kind in ("import, whole process", plain)}
    print_comparison("the same, once, in seconds of processor time", cpu, plain)
    print_comparison("import, time of one row", of_rows, list(of_rows)[1], GOAL_PER_ROW)


def test_memory_of_an_import(made: Made, size: Size, smaller: Size, tmp_path: Path) -> None:
    """Parent and child together, over a program that has only started."""
    own = environment(tmp_path)
    idle = peak_of([sys.executable, "-c", "import time, auditor_app.cli.commands; time.sleep(0.3)"], own)
    print(f"\nmemory of an import, over the {idle.resident:.0f} MB of a program that has only started")
    for measured in (smaller, size):
        case = Path(shutil.copyfile(made.case_before(measured), tmp_path / "memory.auditcase"))
        peak = peak_of(program("import", case, made.returns(measured).answers), own)
        print_figure(f"{measured.answers:,} answers", peak.resident - idle.resident, "MB", GOAL_MEGABYTES)
        print_figure("  shared pages counted once", peak.proportional - idle.proportional, "MB", GOAL_MEGABYTES)


def test_workbook_against_calamine_alone(made: Made, size: Size, tmp_path: Path) -> None:
    """A workbook of a million answers unpacks to more than is let in, so this is a smaller one at every size."""
    chosen = min(size, LARGEST_WORKBOOK, key=lambda own: own.answers)
    workbook = made.workbook(chosen)
    target = tmp_path / "workbook.auditcase"

    def calamine() -> None:
        from python_calamine import CalamineWorkbook

        with CalamineWorkbook.from_path(str(workbook)) as book:
            for _ in book.get_sheet_by_index(0).iter_rows():
                pass

    kinds = {
        "import, within a running program": on_copy(
            made.case_before(chosen), target, lambda case: import_tables(case, workbook)
        ),
        "calamine iter_rows": timed(calamine),
    }
    times = interleaved(kinds, 5)
    print_comparison(f"import of {chosen.answers:,} answers as xlsx", times, "calamine iter_rows", GOAL_WORKBOOK)
