"""Catches what slips through: exceptions in slots and threads, Qt's own complaints, crashes below Python."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from auditor_app.foundation.logs import log_defect

_log = logging.getLogger(__name__)


def install_guards(on_defect: Callable[[BaseException], None]) -> None:
    """Every unforeseen exception is logged and handed to `on_defect`, whichever thread or slot it comes from."""

    def from_slot(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log_defect(error.with_traceback(trace))
        on_defect(error)

    def from_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            from_slot(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def unraisable(arguments: sys.UnraisableHookArgs) -> None:
        if arguments.exc_value is not None:
            log_defect(arguments.exc_value)

    sys.excepthook = from_slot
    threading.excepthook = from_thread
    sys.unraisablehook = unraisable
    qInstallMessageHandler(log_qt_message)
    if sys.stderr is not None and sys.stderr.isatty():
        faulthandler.enable()


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's complaints go to the log; what the offscreen platform says of every window is none."""
    if "propagateSizeHints" in message:
        return
    level = logging.WARNING if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) else logging.DEBUG
    _log.log(level, "Qt: %s", message)
