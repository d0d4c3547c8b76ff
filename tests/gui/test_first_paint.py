"""Nothing heavy is loaded before the first paint: the auditor looks at the table first."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pandas",
    "numpy",
    "pyqtgraph",
    "sqlalchemy",
    "alembic",
    "click",
    "charset_normalizer",
    "rapidfuzz",
    "http.client",
    "ssl",
    "auditor_app.domain.comparison",  # a dozen dataclasses, of which only the compare page has need
)


def test_table_is_painted_before_anything_heavy_is_loaded(shipped_case: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.first_paint", str(shipped_case)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    loaded = set(json.loads(done.stdout))
    assert "auditor_app.ui.pages.coverage_page" in loaded
    assert sorted(loaded.intersection(HEAVY)) == []
