"""Write a verified copy of a case, safe while it is open."""

from __future__ import annotations

from auditor_app.storage.backup import save_copy as copy_case

__all__ = ["copy_case"]
