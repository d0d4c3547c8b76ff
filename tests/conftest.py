"""Settings all tests share: windows are drawn in memory, never on a display."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
