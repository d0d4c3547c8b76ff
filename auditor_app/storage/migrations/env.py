"""What Alembic runs for every migration; the connection and its transaction are handed in by `storage.revisions`."""

from __future__ import annotations

from alembic import context

from auditor_app.storage.return_tables import AnswerRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=AnswerRow.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
