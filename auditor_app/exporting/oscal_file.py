"""OSCAL as JSON: UTF-8, in the order it was made, the same object always the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from auditor_app.exporting.json_file import json_bytes


def write_oscal(payload: Mapping[str, object], path: Path) -> None:
    """`payload` is `{"assessment-results": {…}}`."""
    path.write_bytes(json_bytes(payload))
