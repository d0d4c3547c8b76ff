"""Write a picture of a page or chart: whole or not at all, and never over a case."""

from __future__ import annotations

from pathlib import Path

from auditor_app.exporting.safe_write import written_and_verified
from auditor_app.foundation.errors import Problem, WrongUsageError


def write_picture(target: Path, content: bytes, suffix: str) -> None:
    """`suffix` is what the content is (.png or .svg); a target with another one is refused."""
    if target.suffix.lower() != suffix:
        raise WrongUsageError(Problem("export.format_unknown", target.name, {"known": suffix, "suffix": target.suffix}))
    written_and_verified(target, content)
