"""Takes the pictures in docs/screenshots/: every page in both languages, light and dark, offscreen.

    python packaging/take_screenshots.py [OUT]

Each picture is a process of its own, as a user would ask for it on the command line.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

VIEWS = (
    "overview",
    "coverage",
    "weak-areas",
    "compare",
    "findings",
    "reports",
    "programme",
    "infrastructure",
    "standards",
    "organisations",
    "checks",
    "sources",
    "log",
)
PRACTICE_VIEWS = ("overview", "coverage", "rates", "weak-areas", "compare", "reports", "items", "organisations")
"""What needs returns is shown with the practice case, which is marked as such on every picture."""
SIZE = "1280x800"


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "docs" / "screenshots"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shipped, practice = Path(folder) / "FY2006.auditcase", Path(folder) / "practice.auditcase"
        _run("new", str(shipped))
        _run("new", str(practice), "--practice")
        for view in VIEWS:
            _take(shipped, view, out / view)
        for view in PRACTICE_VIEWS:
            _take(practice, view, out / f"practice-{view}")
        scripts = [Path(__file__).with_name(f"take_{name}_pictures.py") for name in ("window", "finding")]
        for language in ("ja", "en"):
            for theme in ("light", "dark"):
                for script in scripts:
                    subprocess.run([sys.executable, script, practice, out, language, theme], check=True)


def _take(case: Path, view: str, stem: Path) -> None:
    for language in ("ja", "en"):
        for theme in ("light", "dark"):
            picture = stem.with_name(f"{stem.name}-{language}-{theme}.png")
            options = ("--size", SIZE, "--theme", theme, "--lang", language)
            _run("screenshot", str(case), view, str(picture), *options)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "auditor_app", *words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
