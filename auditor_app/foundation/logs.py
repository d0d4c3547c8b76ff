"""The program's own log of defects: types, places and codes, never cell text, names or paths."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from auditor_app.foundation.paths import log_folder


def log_defect(error: BaseException) -> Path:
    """Write the type of an error and where it arose (file names and lines only); returns the log file."""
    path = Path("auditor-app.log")
    with suppress(OSError):  # a defect must be told even where nothing can be written
        path = log_folder() / path
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
        os.chmod(path, 0o600)
        record = logging.LogRecord("auditor_app", logging.ERROR, "", 0, describe_defect(error), None, None)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        handler.emit(record)
        handler.close()
    return path


def describe_defect(error: BaseException) -> str:
    """Type and frames, without messages or values: a message may quote what an auditor must not hand on."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(error).__name__} at " + " < ".join(reversed(frames[-12:]))
