"""A table of compared rows whose mean stands above all others, in whatever order these are."""

from __future__ import annotations

from auditor_app.ui.models.record_table_model import RecordTableModel


class ComparedTableModel(RecordTableModel):
    """Rows say by `is_set_apart` whether they are no organisation but a figure over all of them."""

    def _arranged(self) -> list[int]:
        arranged = super()._arranged()
        return sorted(arranged, key=lambda number: not self._rows[number].is_set_apart)  # stable: the order stays
