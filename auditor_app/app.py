"""The composition root: puts settings, case and window together and starts the program."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from auditor_app.foundation.errors import CaseRefusedError, Problem, UserError
from auditor_app.foundation.paths import documents_folder, settings_folder
from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Texts

FIRST_CASE_NAME = "FY2006.auditcase"


def run_window(arguments: list[str]) -> int:
    """Open the window on the case named, else on the last one, else on a new case with the shipped report."""
    from auditor_app.cli.output import print_problem
    from auditor_app.cli.start import author, texts_for

    texts, paths = _arguments(arguments)
    if len(paths) > 1:
        print_problem(texts, Problem("cli.usage_case"))
        return 2
    if not has_display():
        print_problem(texts, Problem("cli.no_display"))
        return 1
    settings = Settings(settings_folder() / "settings.json")
    try:
        return _show(Path(paths[0]) if paths else None, settings, texts, author())
    except UserError as error:
        for problem in error.problems:
            print_problem(texts_for(texts.language), problem)
        return 1


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, by its environment elsewhere."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show(case: Path | None, settings: Settings, texts: Texts, author: str) -> int:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from auditor_app.ui.desktop import Desktop
    from auditor_app.ui.guards import install_guards

    QCoreApplication.setApplicationName("auditor-app")
    application = QApplication(sys.argv[:1])
    clock = lambda: datetime.now(UTC)  # noqa: E731
    desktop = Desktop(application, settings, language=texts.language, author=author, clock=clock)
    install_guards(desktop.show_defect)
    refusal: UserError | None = None
    path = case
    if path is None:
        path, refusal = _usable_case(settings, author)
    desktop.open_case(path)
    if refusal is not None and desktop.notices is not None:
        desktop.notices.refuse(refusal)
    result = application.exec()
    desktop.close()
    return result


def _usable_case(settings: Settings, author: str) -> tuple[Path, UserError | None]:
    """The last case if it can be opened (else why not), and otherwise the first case with the shipped report."""
    from auditor_app.services.open_case import OpenCase

    refusal: UserError | None = None
    recent = settings.recent_cases()
    if recent:
        try:
            OpenCase(recent[0])
        except CaseRefusedError as error:
            refusal = error
        else:
            return recent[0], None
    return first_case(author), refusal


def first_case(author: str) -> Path:
    """The user's first case, made now if there is none that can be opened."""
    from auditor_app.services.open_case import OpenCase

    folder = documents_folder()
    for number in range(1, 1000):
        name = FIRST_CASE_NAME if number == 1 else FIRST_CASE_NAME.replace(".", f"-{number}.")
        path = folder / name
        if not path.exists():
            from auditor_app.services.create_case import create_case  # only when a case is made

            create_case(path, author=author, clock=lambda: datetime.now(UTC))
            return path
        try:
            OpenCase(path)
        except CaseRefusedError:
            continue
        return path
    raise CaseRefusedError(Problem("case.exists", FIRST_CASE_NAME))


def _arguments(arguments: list[str]) -> tuple[Texts, list[str]]:
    from auditor_app.cli.start import texts_for

    rest = list(arguments)
    language: str | None = None
    for position, argument in enumerate(rest):
        if argument == "--lang" and position + 1 < len(rest):
            language = rest[position + 1]
            del rest[position : position + 2]
            break
        if argument.startswith("--lang="):
            language = argument.partition("=")[2]
            del rest[position]
            break
    return texts_for(language), rest
