"""Import a table ministries returned: read it, hold it against the case as a proposal, store what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping, NameKind, OnConflict, TableProposal

Progress = Callable[[int, int], None]


class ImportSession:
    """One file on its way into a case: `with ImportSession(case, file) as session: …`.

    Owns the limited child process that parses the file and a private folder; both are gone after the with block.
    Raises InputRefusedError on entering when the file cannot be read at all.
    """

    def __init__(
        self,
        case: Path,
        file: Path,
        *,
        kind: ReturnKind | None = None,
        years: tuple[int, ...] = (),
        encoding: str | None = None,
        mapping: ColumnMapping | None = None,
    ) -> None:
        raise NotImplementedError

    def __enter__(self) -> ImportSession:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        raise NotImplementedError

    def propose(
        self,
        on_progress: Progress | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        *,
        declare_organisations: bool = False,
    ) -> TableProposal:
        """What accepting the file would do.  Stores nothing.  CancelledByUserError when `is_cancelled` says so."""
        raise NotImplementedError

    def preview(self) -> TableProposal:
        """As `propose`, but only kind, mapping and the first rows: at once, for any size."""
        raise NotImplementedError

    def remap(self, mapping: ColumnMapping, kind: ReturnKind | None = None) -> None:
        """Takes the user's columns (and kind) from now on; ask `preview` or `propose` again."""
        raise NotImplementedError

    def confirm(self, names: Mapping[tuple[NameKind, str], int]) -> None:
        """Takes suggestions for unknown names: (kind, text) → id; remembered as aliases when accepted."""
        raise NotImplementedError

    def accept(
        self,
        author: str,
        clock: Callable[[], datetime],
        *,
        on_conflict: OnConflict = "keep",
        on_progress: Progress | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Stores the last proposal as one change; how many rows were stored (0: nothing changed, not even the log).

        Refused rows are kept, listed and counted: showing them and asking comes before.  InputRefusedError when the
        proposal is not usable, or the case has changed since so that the file now means something else.
        """
        raise NotImplementedError
