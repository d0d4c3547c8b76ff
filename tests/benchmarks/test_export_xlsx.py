"""Every answer as an Excel workbook by the streaming way: against XlsxWriter, and against csv by sqlite3."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.made import Made, environment
from tests.benchmarks.measuring import interleaved, print_comparison, print_figure, timed
from tests.benchmarks.memory import peak_of
from tests.benchmarks.plain_database import SHELL, write_csv_by_shell
from tests.benchmarks.returns import SIZES, Size
from tests.benchmarks.test_export import SELECT

GOAL = 10
MOST_MEGABYTES = 64
"""More than a program that has only started holds, at any number of rows."""
_OPENED = """
import sys
from pathlib import Path
from auditor_app.domain.documents import Document, Provenance
from auditor_app.exporting.xlsx_stream import PlainTable, check_xlsx_rows, write_xlsx_rows
from auditor_app.services.answer_stream import answer_stream
from auditor_app.services.browse_items import AnswerChoice
from auditor_app.storage.reading import CaseReader
from datetime import UTC, datetime
"""
_STREAMED = f"""{_OPENED}
provenance = Provenance("case", datetime(2026, 11, 22, tzinfo=UTC), 1, "head", "auditor-app")
with CaseReader(Path(sys.argv[1])) as reader:
    table = PlainTable(Document("回答", "ja", (), provenance), answer_stream(reader, AnswerChoice()))
    path = Path(sys.argv[2])
    written = write_xlsx_rows(table, path)
if len(sys.argv) > 3:
    check_xlsx_rows(written, path)
"""
_BY_XLSXWRITER = """
import sqlite3, sys
from xlsxwriter import Workbook
connection = sqlite3.connect(sys.argv[1])
with Workbook(sys.argv[2], {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
    sheet = book.add_worksheet()
    for number, row in enumerate(connection.execute(sys.argv[3])):
        sheet.write_row(number, 0, row)
"""
_IDLE = f"{_OPENED}import time\ntime.sleep(0.3)\n"


def test_answers_as_a_workbook(made: Made, size: Size, tmp_path: Path) -> None:
    chosen = min(size, SIZES["1M"], key=lambda own: own.answers)  # XlsxWriter puts no more than one sheet down
    case, own = made.case(chosen), environment(tmp_path)
    target = tmp_path / "rows.xlsx"

    def run(program: str, *words: object) -> None:
        subprocess.run([sys.executable, "-c", program, *map(str, words)], check=True, capture_output=True, env=own)

    baseline = "sqlite3 -csv" if SHELL else "csv module"
    streamed = {
        "xlsx, streamed": timed(lambda: run(_STREAMED, case, target)),
        "xlsx, streamed and read back": timed(lambda: run(_STREAMED, case, target, "check")),
        baseline: timed(lambda: write_csv_by_shell(case, SELECT, tmp_path / "shell.csv")),
    }
    writer = timed(lambda: run(_BY_XLSXWRITER, case, tmp_path / "other.xlsx", SELECT))
    times = interleaved(streamed, 3, 0) | interleaved({"XlsxWriter, constant memory": writer}, 1, 0)
    title = f"{chosen.answers:,} answers as xlsx, whole processes"
    print_comparison(title, times, baseline, GOAL, of="xlsx, streamed and read back")
    idle = peak_of([sys.executable, "-c", _IDLE], own)
    peak = peak_of([sys.executable, "-c", _STREAMED, str(case), str(target), "check"], own)
    print_figure("memory over an idle program", peak.resident - idle.resident, "MB", MOST_MEGABYTES)
    other = peak_of([sys.executable, "-c", _BY_XLSXWRITER, str(case), str(tmp_path / "other.xlsx"), SELECT], own)
    print_figure("memory of XlsxWriter, whole process", other.resident, "MB")
    print_figure("size of the workbook", target.stat().st_size / chosen.answers, "bytes a row")
