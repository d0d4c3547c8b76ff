"""JSON: exact, UTF-8, the same rows always the same bytes."""

from __future__ import annotations

import json


def write_json(value: object) -> tuple[bytes, list[str]]:
    """The bytes of a JSON file, and no notes."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), []
