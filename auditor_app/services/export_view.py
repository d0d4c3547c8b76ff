"""Export the rows of a view to csv or json, with a manifest that says what they are and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from auditor_app import __version__
from auditor_app.domain.rates import ANALYSIS_RULE, COVERAGE_RULE
from auditor_app.exporting.csv_file import write_csv
from auditor_app.exporting.json_file import write_json
from auditor_app.exporting.safe_write import written_and_verified
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.view_rows import Row
from auditor_app.storage.reading import CaseReader

PRACTICE_MARK = "演習用(架空) / Practice data (fictional)"
"""Stands in the manifest of every export of practice data; the rows themselves are what they are."""

WRITERS = {".csv": write_csv, ".json": write_json}


def export_rows(
    reader: CaseReader, view: str, rows: Sequence[Row], target: Path, selectors: dict[str, object], at: datetime
) -> Path:
    """Write the rows to `target` (format by suffix) and a manifest beside it; returns the manifest's path.

    The data file holds the rows and nothing else and is read back before this returns; the same case state
    gives the same bytes.  Case id, program version, rules, filters, sources and the head of the log stand in
    `<name>.manifest.json`.
    """
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise WrongUsageError(
            Problem(
                "export.format_unknown", target.name, {"known": ", ".join(sorted(WRITERS)), "suffix": target.suffix}
            )
        )
    content, notes = writer(rows)
    sha256 = written_and_verified(target, content)
    case = reader.case_info()
    manifest = {
        **({"practice": PRACTICE_MARK} if case.is_practice else {}),
        "view": view,
        "rows": len(rows),
        "file": target.name,
        "sha256": sha256,
        "selectors": selectors,
        "notes": notes,
        "case_id": case.case_id,
        "exported_at": at.isoformat(),
        "program": f"auditor-app {__version__}",
        "rules": [f"{name} v{version}" for name, version in (COVERAGE_RULE, ANALYSIS_RULE)],
        "sources": [{"document": document.name, "sha256": document.sha256} for document in reader.documents()],
        "log_head": reader.log_head(),
    }
    manifest_path = target.with_name(f"{target.name}.manifest.json")
    manifest_content, _ = write_json(manifest)
    written_and_verified(manifest_path, manifest_content)
    return manifest_path
