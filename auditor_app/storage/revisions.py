"""Applies the schema revisions (Alembic) to an open case, inside the caller's transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from auditor_app.storage.schema import APPLICATION_ID

_MIGRATIONS = Path(__file__).parent / "migrations"

# Alembic logs every revision at INFO; the case's own log says what happened.
logging.getLogger("alembic").setLevel(logging.WARNING)


def apply_revisions(connection: Connection, further_locations: Sequence[Path] = ()) -> int:
    """Brings the schema to the newest revision and stamps the header; returns the schema number.

    The number of a revision is its name ("0002" is schema 2).  `further_locations` are folders with revisions
    beside the shipped ones (tests).
    """
    config = _config(further_locations)
    config.attributes["connection"] = connection
    # Alembic would create its own table without STRICT.
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version "
        "(version_num TEXT NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)) STRICT"
    )
    command.upgrade(config, "head")
    head = ScriptDirectory.from_config(config).get_current_head()
    if head is None:
        raise RuntimeError("there are no revisions beside the program")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {int(head)}")
    return int(head)


def _config(further_locations: Sequence[Path]) -> Config:
    """Made in the program, not read from a file; % is doubled because Alembic interpolates."""
    config = Config()
    locations = [_MIGRATIONS / "versions", *further_locations]
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(folder).replace("%", "%%") for folder in locations))
    return config
