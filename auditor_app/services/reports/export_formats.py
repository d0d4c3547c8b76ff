"""One report in several formats at once: each file is made and verified by itself, and says by itself what failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor_app.exporting.file_names import file_name
from auditor_app.exporting.safe_write import ExportRefusedError
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.export_document import export_document, save_kept_export
from auditor_app.services.reports.compose_report import compose_report
from auditor_app.services.reports.definition import LATEST, ReportDefinition
from auditor_app.services.reports.export_report import export_composed
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class FormatDone:
    """What became of one file; `kept`: finished and verified, but its target did not take it."""

    target: Path
    problems: tuple[Problem, ...] = ()
    kept: Path | None = None

    @property
    def is_written(self) -> bool:
        return not self.problems


def suggested_name(title: str, year: str, *, is_practice: bool = False) -> str:
    """Name without suffix for the files of a report; that of practice data says so."""
    return file_name(f"{'practice-' if is_practice else ''}{title} {year}".strip())


def export_formats(
    reader: CaseReader,
    definition: ReportDefinition,
    targets: Sequence[Path],
    at: datetime,
    on_done: Callable[[FormatDone], None],
    *,
    fiscal_year: int = LATEST,
    template: Path | None = None,
) -> list[FormatDone]:
    """Composed once; what one target refuses does not keep the others from being written.

    `template`: a Word file that outweighs the one the definition names.
    """
    report = compose_report(reader, Texts(definition.language), definition, fiscal_year)
    done = []
    for target in targets:
        try:
            if template is not None and target.suffix.lower() == ".docx":
                export_document(report, target, at, template=template)
            else:
                export_composed(reader, definition, report, target, at)
            own = FormatDone(target)
        except ExportRefusedError as error:
            own = FormatDone(target, error.problems, error.kept)
        except UserError as error:
            own = FormatDone(target, error.problems)
        done.append(own)
        on_done(own)
    return done


def save_elsewhere(kept: Path, target: Path) -> FormatDone:
    """A finished file that its target did not take goes to another one."""
    try:
        save_kept_export(kept, target)
    except ExportRefusedError as error:
        return FormatDone(target, error.problems, kept)
    return FormatDone(target)
