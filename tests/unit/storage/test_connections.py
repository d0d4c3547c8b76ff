"""Every connection is safe, whatever the file is called; the read path stays light."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from auditor_app.storage.connections import Mode, open_connection
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.writer import driver_connection, writing_engine
from tests.unit.storage.cases import empty_case, import_rows, shown_numbers

EXPECTED = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "journal_mode": "delete",
    "synchronous": 2,
    "busy_timeout": 5000,
    "cell_size_check": 1,
    "recursive_triggers": 1,
}


@pytest.mark.parametrize("mode", ["ro", "rw"])
def test_plain_connections_carry_the_pragmas_of_the_safety_rules(tmp_path: Path, mode: Mode) -> None:
    with closing(open_connection(empty_case(tmp_path), mode)) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in EXPECTED}
        assert found == EXPECTED
        assert connection.execute("PRAGMA query_only").fetchone() == (int(mode == "ro"),)


def test_the_writers_connection_carries_the_same_pragmas(tmp_path: Path) -> None:
    engine = writing_engine(empty_case(tmp_path))
    with engine.begin() as connection:
        raw = driver_connection(connection)
        assert raw.in_transaction
        assert {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in EXPECTED} == EXPECTED
    engine.dispose()


@pytest.mark.parametrize("name", ["a?mode=rwc.auditcase", "b#c.auditcase", "100%41.auditcase", "年 度;'\".auditcase"])
def test_odd_characters_in_a_name_stay_part_of_the_name(tmp_path: Path, name: str) -> None:
    path = empty_case(tmp_path, name)
    import_rows(path, [("総務省", "97.6")])
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6"]}
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_reading_loads_neither_sqlalchemy_nor_alembic(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    script = (
        "import sys; from pathlib import Path\n"
        "from auditor_app.storage.case_file import check_case\n"
        "from auditor_app.storage.reading import CaseReader\n"
        "from auditor_app.storage.verification import verify_case\n"
        "path = Path(sys.argv[1]); check_case(path); verify_case(path)\n"
        "with CaseReader(path) as reader: reader.log(), reader.documents(), reader.organisations()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'sqlalchemy', 'alembic', 'mako'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""


def test_a_reader_answers_only_inside_its_with_block(tmp_path: Path) -> None:
    reader = CaseReader(empty_case(tmp_path))
    with pytest.raises(RuntimeError):
        reader.log()
