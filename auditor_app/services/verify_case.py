"""Verify a case: file, digests, log chain, and every stored figure against the place it came from."""

from __future__ import annotations

from auditor_app.storage.verification import VerifiedPoint, verify_case

__all__ = ["VerifiedPoint", "verify_case"]
