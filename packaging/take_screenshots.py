"""Takes the pictures in docs/screenshots/: every page in both languages, light and dark, offscreen.

    python packaging/take_screenshots.py [OUT]

Each picture is a process of its own, as a user would ask for it on the command line.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

VIEWS = ("overview", "coverage", "weak-areas", "programme", "infrastructure", "standards", "checks", "sources", "log")
SIZE = "1280x800"


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "docs" / "screenshots"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "FY2006.auditcase"
        _run("new", str(case))
        for view in VIEWS:
            for language in ("ja", "en"):
                for theme in ("light", "dark"):
                    picture = out / f"{view}-{language}-{theme}.png"
                    options = ("--size", SIZE, "--theme", theme, "--lang", language)
                    _run("screenshot", str(case), view, str(picture), *options)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "auditor_app", *words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
