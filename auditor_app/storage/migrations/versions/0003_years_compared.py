"""What comparing years needs: joined series, rows taken back, scopes of years, and years begun from another.

Frozen, as the revisions before it.  No table of theirs is changed: a row taken back stays where it is.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE joined_series (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    is_removed INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_joined_series PRIMARY KEY (id),
    CONSTRAINT ck_joined_series_name_given CHECK (name <> ''),
    CONSTRAINT ck_joined_series_is_removed_flag CHECK (is_removed IN (0, 1)),
    CONSTRAINT fk_joined_series_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_joined_series_change_id ON joined_series (change_id);

CREATE TABLE joined_series_member (
    joined_series_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    CONSTRAINT pk_joined_series_member PRIMARY KEY (joined_series_id, organisation_id),
    CONSTRAINT fk_joined_series_member_joined_series_id FOREIGN KEY(joined_series_id) REFERENCES joined_series (id),
    CONSTRAINT fk_joined_series_member_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE retraction (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_retraction PRIMARY KEY (id),
    CONSTRAINT ck_retraction_kind_known CHECK (kind IN ('organisation_name', 'organisation_link', 'crosswalk_entry',
        'edition_year')),
    CONSTRAINT fk_retraction_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_retraction_change_id ON retraction (change_id);

CREATE TABLE year_scope (
    id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    asks_basic INTEGER NOT NULL,
    asks_enhanced INTEGER NOT NULL,
    levels TEXT NOT NULL,
    systems TEXT NOT NULL,
    note TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_year_scope PRIMARY KEY (id),
    CONSTRAINT ck_year_scope_asks_basic_flag CHECK (asks_basic IN (0, 1)),
    CONSTRAINT ck_year_scope_asks_enhanced_flag CHECK (asks_enhanced IN (0, 1)),
    CONSTRAINT fk_year_scope_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_year_scope_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_year_scope_change_id ON year_scope (change_id);

CREATE TABLE year_scope_role (
    year_scope_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    CONSTRAINT pk_year_scope_role PRIMARY KEY (year_scope_id, role_id),
    CONSTRAINT fk_year_scope_role_year_scope_id FOREIGN KEY(year_scope_id) REFERENCES year_scope (id),
    CONSTRAINT fk_year_scope_role_role_id FOREIGN KEY(role_id) REFERENCES role (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE year_start (
    id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    from_year INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_year_start PRIMARY KEY (id),
    CONSTRAINT ck_year_start_from_another_year CHECK (from_year <> fiscal_year),
    CONSTRAINT fk_year_start_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_year_start_from_year FOREIGN KEY(from_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_year_start_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_year_start_change_id ON year_start (change_id);

CREATE TABLE expected_unit (
    year_start_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    unit TEXT NOT NULL,
    CONSTRAINT pk_expected_unit PRIMARY KEY (year_start_id, organisation_id, unit),
    CONSTRAINT fk_expected_unit_year_start_id FOREIGN KEY(year_start_id) REFERENCES year_start (id),
    CONSTRAINT fk_expected_unit_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
) WITHOUT ROWID, STRICT;
"""

APPEND_ONLY = (
    "joined_series",
    "joined_series_member",
    "retraction",
    "year_scope",
    "year_scope_role",
    "year_start",
    "expected_unit",
)


def upgrade() -> None:
    """Creates this schema's tables with the triggers that refuse to change or delete their rows."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
    for table in APPEND_ONLY:
        for verb, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_not_{verb} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never {verb}'); END"
            )
