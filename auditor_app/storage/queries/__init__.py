"""The read side: SQL and the way from rows to domain objects, one module per subject, on plain sqlite3."""
