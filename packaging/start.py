"""Opens the window, or, on a machine without a display, shows the same figures as a table and as pictures.

`make run` calls this; `python packaging/start.py` does the same on Windows and macOS, where a display is always there.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "pictures"
FIRST_SCREENS = ("overview", "coverage", "checks")
LANGUAGES = ("ja", "en")
INVISIBLE_PLATFORMS = frozenset({"offscreen", "minimal"})

WITHOUT_DISPLAY = """
ディスプレイがないため、ウィンドウの代わりに把握率の表を表示し、最初の画面をpictures/に保存しました。
There is no display, so instead of the window you see the coverage table, and pictures/ has the first screens."""


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window could be seen: always on Windows and macOS, elsewhere where X11 or Wayland says so."""
    if environment.get("QT_QPA_PLATFORM") in INVISIBLE_PLATFORMS:
        return False
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_window() -> int:
    return subprocess.run([sys.executable, "-m", "auditor_app"], cwd=ROOT, check=False).returncode


def show_without_display() -> int:
    """Prints the coverage table of a new case and draws the first screens; ends at the first command that fails."""
    PICTURES.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="auditor-app-"))
    case = home / "fy2006.auditcase"
    commands = [["new", str(case)], ["show", str(case), "coverage"]]
    commands += [_screenshot(case, view, language) for view in FIRST_SCREENS for language in LANGUAGES]
    for command in commands:
        exit_code = _run_unseen(command, home)
        if exit_code != 0:  # the folder stays: the log in it says what happened
            print(f"auditor-app {' '.join(command)}: {exit_code}", file=sys.stderr)
            return exit_code
    shutil.rmtree(home, ignore_errors=True)
    print(WITHOUT_DISPLAY)
    return 0


def _run_unseen(command: list[str], home: Path) -> int:
    """Runs one command with settings and log in `home`, so that the user's own stay untouched."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "AUDITOR_APP_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "auditor_app", *command], cwd=ROOT, env=environment, check=False
    ).returncode


def _screenshot(case: Path, view: str, language: str) -> list[str]:
    picture = PICTURES / f"{view}-{language}.png"
    look = ["--size", "1440x900", "--theme", "light", "--lang", language]
    return ["screenshot", str(case), view, str(picture), *look]


def main() -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    return open_window() if has_display(sys.platform, os.environ) else show_without_display()


if __name__ == "__main__":
    sys.exit(main())
