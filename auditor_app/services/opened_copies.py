"""The private folder in which evidence lies while another program shows it; gone when the window goes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from auditor_app.importing.readers.private_folder import private_folder


class OpenedCopies:
    """Makes its folder at first use; what a crash leaves behind is wiped by the next one who makes such a folder."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder: Path | None = None

    def folder(self) -> Path:
        if self._folder is None:
            self._folder = self._stack.enter_context(private_folder())
        return self._folder

    def close(self, *_of_qt: object) -> None:
        """Wipe it; copies are read-only, which some systems would not delete."""
        folder, self._folder = self._folder, None
        if folder is not None:
            for path in folder.rglob("*"):
                path.chmod(0o700)
        self._stack.close()
