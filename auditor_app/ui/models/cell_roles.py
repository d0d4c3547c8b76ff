"""What the delegate, the clipboard and the filters ask a table model for, beside Qt's own roles."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

from auditor_app.services.tables.columns import Column


class CellRole(IntEnum):
    """Data of a cell or header."""

    SORT_VALUE = int(Qt.ItemDataRole.UserRole) + 1
    STATE = int(Qt.ItemDataRole.UserRole) + 2
    BAR_SHARE = int(Qt.ItemDataRole.UserRole) + 3
    BAR_ROLE = int(Qt.ItemDataRole.UserRole) + 4
    BADGE = int(Qt.ItemDataRole.UserRole) + 5
    EMPHASIS = int(Qt.ItemDataRole.UserRole) + 6
    ROW_KEY = int(Qt.ItemDataRole.UserRole) + 7
    BADGES = int(Qt.ItemDataRole.UserRole) + 8


def alignment_of(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand at the right, so that their places line up."""
    side = Qt.AlignmentFlag.AlignRight if column.is_numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
