"""The user's settings as one small JSON file; a broken file is set aside, never a reason not to start."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

RECENT_LIMIT = 8


class Settings:
    """Named values; written at once and atomically.  Unknown or ill-typed values fall back to the default."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values = _read(path)

    def text(self, name: str, default: str) -> str:
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def record(self, name: str) -> dict[str, Any]:
        """A stored table or window state; {} when there is none."""
        value = self._values.get(name)
        return value if isinstance(value, dict) else {}

    def recent_cases(self) -> list[Path]:
        """Last used first; files that are gone are left out but not forgotten."""
        stored = self._values.get("recent_cases")
        paths = [Path(text) for text in stored if isinstance(text, str)] if isinstance(stored, list) else []
        return [path for path in paths if path.is_file()]

    def remember_case(self, path: Path) -> None:
        """Put a case first in the list of recent ones."""
        stored = self._values.get("recent_cases")
        others = [text for text in stored if text != str(path)] if isinstance(stored, list) else []
        self.set("recent_cases", [str(path), *others][:RECENT_LIMIT])

    def set(self, name: str, value: object) -> None:
        """Store a JSON-able value."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        _write(self.path, self._values)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        with suppress(OSError):
            path.replace(path.with_suffix(".broken.json"))
        return {}
    return values if isinstance(values, dict) else {}


def _write(path: Path, values: dict[str, Any]) -> None:
    beside = path.with_suffix(".part")
    with suppress(OSError):  # settings are a comfort: a full or read-only disk must not stop the work
        beside.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(beside, path)
