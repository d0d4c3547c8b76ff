"""The rules of the house hold, and each rule catches what it is there to catch; no module speaks to a network."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "auditor_app"

VIOLATIONS = {
    "imports point downwards": ("auditor_app/domain/rates.py", "import auditor_app.services"),
    "Qt lives in ui": ("auditor_app/services/open_case.py", "import PySide6.QtCore"),
    "SQLAlchemy lives in storage": ("auditor_app/services/open_case.py", "import sqlalchemy"),
    "the rules of the review are plain Python": ("auditor_app/domain/rates.py", "import numpy"),
    "table rows stay in storage": ("auditor_app/services/open_case.py", "import auditor_app.storage.tables"),
    "the window asks services": ("auditor_app/ui/page.py", "import auditor_app.storage.reading"),
    "pages do not know one another": (
        "auditor_app/ui/pages/checks_page.py",
        "import auditor_app.ui.pages.coverage_page",
    ),
    "no import cycles": ("auditor_app/domain/fiscal_years.py", "import auditor_app.domain.rates"),
}
"""One import for each contract that must break it, in the file where it is planted."""

COUNTERPART = {"no import cycles": ("auditor_app/domain/rates.py", "import auditor_app.domain.fiscal_years")}
"""A cycle takes two."""

NETWORK = frozenset(
    {
        *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc"),
        *("socketserver", "asyncio", "webbrowser", "requests", "urllib3", "httpx", "aiohttp"),
        *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
    }
)
FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__"})
FORBIDDEN_MODULES = frozenset({"pickle", "marshal", "shelve", "yaml", "dill"})


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def states(output: str) -> dict[str, str]:
    """KEPT or BROKEN by the name of the contract."""
    lines = (line.rpartition(" ") for line in output.splitlines() if line.endswith((" KEPT", " BROKEN")))
    return {name: state for name, _, state in lines}


def test_every_contract_is_kept() -> None:
    done = contracts(ROOT)
    found = states(done.stdout)
    assert set(found) == set(VIOLATIONS), done.stdout + done.stderr
    assert set(found.values()) == {"KEPT"}, done.stdout


def skeleton(folder: Path) -> None:
    """The package with its files and without their contents: every module, no import."""
    for path in PACKAGE.rglob("*.py"):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text('"""Nothing."""\n', encoding="utf-8")
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")


def test_every_contract_catches_a_planted_violation(tmp_path: Path) -> None:
    skeleton(tmp_path)
    for file, line in [*VIOLATIONS.values(), *COUNTERPART.values()]:
        with (tmp_path / file).open("a", encoding="utf-8") as planted:
            planted.write(f"{line}\n")
    found = states(contracts(tmp_path).stdout)
    assert found == dict.fromkeys(VIOLATIONS, "BROKEN")


def test_skeleton_without_violations_breaks_nothing(tmp_path: Path) -> None:
    skeleton(tmp_path)
    # the external packages a contract names must be met somewhere, where they are allowed
    (tmp_path / "auditor_app/storage/tables.py").write_text("import sqlalchemy, alembic, numpy, pandas\n")
    (tmp_path / "auditor_app/ui/theme.py").write_text("import PySide6, pyqtgraph\n")
    found = states(contracts(tmp_path).stdout)
    assert set(found.values()) == {"KEPT"}, found


def modules() -> list[Path]:
    return sorted(path for folder in (PACKAGE, ROOT / "packaging") for path in folder.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_nothing_that_speaks_to_a_network_or_runs_data(path: Path) -> None:
    names = imported(path)
    prefixes = {".".join(name.split(".")[:count]) for name in names for count in (1, 2)}
    assert not prefixes & (NETWORK | FORBIDDEN_MODULES)
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & FORBIDDEN_CALLS


def test_files_and_functions_stay_readable() -> None:
    long_files, long_functions = [], []
    for path in PACKAGE.rglob("*.py"):
        if "migrations/versions" in path.as_posix():
            continue  # a migration is frozen the day it ships
        source = path.read_text(encoding="utf-8")
        if len(source.splitlines()) > 450:
            long_files.append(path.name)
        long_functions += [
            f"{path.name}: {node.name}"
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
        ]
    assert (long_files, sorted(set(long_functions) - COLUMN_LISTS)) == ([], [])


LONGEST_FUNCTION = 55
COLUMN_LISTS = {
    "checks_page.py: _columns",
    "coverage_page.py: _columns",
    "proposal_dialog.py: _columns",
    "sources_page.py: _document_columns",
}
"""Lists of columns: data in the shape of a function."""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_says_in_a_sentence_what_it_is_for(path: Path) -> None:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert words
    assert words.splitlines()[0].rstrip().endswith((".", ":", "?"))


def test_domain_carries_its_rules_as_doctests() -> None:
    """Files of the domain with a rule in them show an example; pytest runs them (testpaths and --doctest-modules)."""
    configuration = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "--doctest-modules" in configuration
    assert 'testpaths = ["tests", "auditor_app"]' in configuration
    with_examples = {path.stem for path in (PACKAGE / "domain").glob("*.py") if ">>>" in path.read_text("utf-8")}
    assert with_examples >= {"rates", "programme", "fiscal_years", "numbers", "published", "provenance", "changes"}
