"""Bring a case of an older program to this program's file format, after a verified backup beside it."""

from __future__ import annotations

from auditor_app.storage.migrating import migrate as upgrade_case

__all__ = ["upgrade_case"]
