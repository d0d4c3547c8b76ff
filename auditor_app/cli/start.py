"""What every command needs: the language of messages, the author's name, the clock."""

from __future__ import annotations

import getpass
import locale
import os
import signal
import sys
from datetime import UTC, datetime

from auditor_app.foundation.translation import Language, Texts


def end_when_told() -> None:
    """A logout ends a command as Ctrl+C does: what it was writing is removed, and what it was storing is not there."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def texts_for(language: str | None) -> Texts:
    """Texts in the language asked for, else the locale's, else Japanese."""
    return Texts(_language(language))


def _language(asked: str | None) -> Language:
    if asked in ("ja", "en"):
        return asked  # type: ignore[return-value]
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named and sys.platform == "win32":  # elsewhere a missing LANG reads as en_US, which nobody chose
        named = locale.getlocale()[0] or ""
    return "en" if named.lower().startswith("en") else "ja"


def author() -> str:
    """The name written into the log: AUDITOR_APP_AUTHOR, else the name of the account."""
    try:
        return os.environ.get("AUDITOR_APP_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def now() -> datetime:
    return datetime.now(UTC)
