"""Where the program's own files and the user's settings lie; nothing else knows a folder."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

HOME_VARIABLE = "AUDITOR_APP_HOME"
"""When set, settings, logs and the first case lie below this folder (tests and portable use)."""


@lru_cache(maxsize=1)
def resources_folder() -> Path:
    """`resources/` of a checkout, an installed wheel or a frozen build; FileNotFoundError if it is gone."""
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [package.parent / "resources", package / "resources"]
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if (folder / "translations").is_dir():
            return folder
    raise FileNotFoundError("resources/ is missing beside the program")


def settings_folder() -> Path:
    """The user's settings; made at first use."""
    return _own_folder("config")


def log_folder() -> Path:
    return _own_folder("log")


def documents_folder() -> Path:
    """Where the first case is made when the user has none yet."""
    return _own_folder("documents")


def temporary_folder() -> Path:
    """Where copies of files from outside lie while they are read; beside the settings, not among everybody's."""
    return _own_folder("temporary")


def kept_folder() -> Path:
    """Where finished exports lie that their target did not take, until they are saved elsewhere."""
    return _own_folder("kept")


def _own_folder(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        folder = Path(home) / kind
    else:
        import platformdirs  # at first use: not needed when the home is given

        folder = {
            "config": platformdirs.user_config_path("auditor-app", appauthor=False),
            "log": platformdirs.user_log_path("auditor-app", appauthor=False),
            "temporary": platformdirs.user_cache_path("auditor-app", appauthor=False) / "temporary",
            "kept": platformdirs.user_cache_path("auditor-app", appauthor=False) / "kept",
            "documents": platformdirs.user_documents_path() / "auditor-app",
        }[kind]
    folder.mkdir(parents=True, exist_ok=True)
    return folder
