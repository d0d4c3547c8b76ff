"""Rows the auditor took back: the condition that leaves them out, wherever such rows are read."""

from __future__ import annotations

from typing import Literal

RetractionKind = Literal["organisation_name", "organisation_link", "crosswalk_entry", "edition_year"]
"""The tables whose rows can be taken back."""


def unless_retracted(kind: RetractionKind) -> str:
    """The condition on a row `t` of that table; it counts again when the retracting change is undone."""
    return f"""
        t.id NOT IN (SELECT r.row_id FROM retraction r JOIN change taking ON taking.id = r.change_id
                     WHERE taking.is_in_force = 1 AND r.kind = '{kind}')
    """
