"""Export organisations and crosswalk as the files `import` reads: another case gets the same lineage and joins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.services.browse_definitions import crosswalk_rows, definition_file, organisation_rows
from auditor_app.services.export_document import Exported
from auditor_app.services.export_view import export_rows
from auditor_app.storage.reading import CaseReader


def export_organisations(reader: CaseReader, out: Path, clock: Callable[[], datetime]) -> Exported:
    """Every name with its days, and every renaming, merger, split, creation and abolition.

    The auditor's joined series are no part of the lineage and stay in the case.
    """
    rows = definition_file("organisations", organisation_rows(reader))
    return export_rows(reader, "organisations", rows, out, {}, clock())


def export_crosswalk(reader: CaseReader, out: Path, clock: Callable[[], datetime]) -> Exported:
    """Every entry in force; the case that takes it needs the same catalogues."""
    return export_rows(reader, "crosswalk", definition_file("crosswalk", crosswalk_rows(reader)), out, {}, clock())
