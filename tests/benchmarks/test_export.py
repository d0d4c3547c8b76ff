"""Every answer as csv by the command line: against the same columns by the sqlite3 program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.made import Made, environment, program
from tests.benchmarks.measuring import interleaved, print_comparison, print_figure, timed
from tests.benchmarks.memory import peak_of
from tests.benchmarks.plain_database import SHELL, write_csv_by_shell
from tests.benchmarks.returns import SIZES, Size

GOAL = 3
SELECT = """
    SELECT r.fiscal_year, n.name, r.unit, i.item, substr(i.item, 1, 1), i.section, i.item_class, o.code,
        a.obliged, a.implemented,
        100.0 * a.implemented / a.obliged, a.obliged - a.implemented,
        CASE WHEN a.implemented IS NULL THEN 'not_reported' WHEN a.obliged = 0 THEN 'no_duty' ELSE 'reported' END,
        d.sha256 || ':' || a.source_row
    FROM report r CROSS JOIN organisation_name n ON n.organisation_id = r.organisation_id
        CROSS JOIN document d ON d.id = r.document_id CROSS JOIN answer a ON a.report_id = r.id
        CROSS JOIN item i ON i.id = a.item_id CROSS JOIN role o ON o.id = a.role_id
    ORDER BY r.id, a.item_id, a.role_id
"""


def test_items_as_csv(made: Made, size: Size, smaller: Size, tmp_path: Path) -> None:
    chosen = (
        size if size.answers <= SIZES["0.14M"].answers else min(smaller, SIZES["0.14M"], key=lambda own: own.answers)
    )
    case, own = made.case(chosen), environment(tmp_path)
    target = tmp_path / "items.csv"

    def shown() -> None:
        with target.open("wb") as file:
            subprocess.run(program("show", case, "items", "--format", "csv"), check=True, stdout=file, env=own)

    baseline = "sqlite3 -csv" if SHELL else "csv module"
    kinds = {
        "show items --format csv": timed(shown),
        "export items": timed(
            lambda: subprocess.run(
                program("export", case, "items", tmp_path / "export.csv"), check=True, capture_output=True, env=own
            )
        ),
        baseline: timed(lambda: write_csv_by_shell(case, SELECT, tmp_path / "shell.csv")),
    }
    print_comparison(f"{chosen.answers:,} answers as csv, whole processes", interleaved(kinds, 3), baseline, GOAL)
    idle = peak_of([sys.executable, "-c", "import time, auditor_app.cli.commands; time.sleep(0.3)"], own)
    peak = peak_of(program("show", case, "items", "--format", "csv"), own)
    print_figure(
        "memory of show items over an idle program",
        (peak.resident - idle.resident) * 2**20 / chosen.answers,
        "bytes a row",
    )
