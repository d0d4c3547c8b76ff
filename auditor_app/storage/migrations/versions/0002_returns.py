"""Returns as they are reported: the empty tables of the first schema anew, sums, and what the auditor defines.

Frozen, as the revision before it.  No version of the program ever wrote to the tables dropped here.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEVER_FILLED = ("answer", "coverage_count", "report")

TABLES = """
CREATE TABLE report (
    id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    unit TEXT NOT NULL,
    document_id INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    standing TEXT NOT NULL,
    answer_count INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (id),
    CONSTRAINT ck_report_standing_known CHECK (standing IN ('counted', 'version')),
    CONSTRAINT ck_report_answers_counted CHECK (answer_count >= 0),
    CONSTRAINT fk_report_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_report_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_report_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_report_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_report_change_id ON report (change_id);
CREATE INDEX ix_report_fiscal_year_organisation_id_unit ON report (fiscal_year, organisation_id, unit);

CREATE TABLE coverage_count (
    report_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    target INTEGER NOT NULL,
    ascertained INTEGER NOT NULL,
    ascertained_with_own_survey INTEGER,
    source_row INTEGER NOT NULL,
    CONSTRAINT pk_coverage_count PRIMARY KEY (report_id, role_id),
    CONSTRAINT ck_coverage_count_counts_in_order CHECK (target <= 2147483647 AND ascertained BETWEEN 0 AND target),
    CONSTRAINT ck_coverage_count_own_survey_adds CHECK (ascertained_with_own_survey IS NULL OR
        ascertained_with_own_survey BETWEEN ascertained AND target),
    CONSTRAINT fk_coverage_count_report_id FOREIGN KEY(report_id) REFERENCES report (id),
    CONSTRAINT fk_coverage_count_role_id FOREIGN KEY(role_id) REFERENCES role (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE answer (
    report_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    obliged INTEGER,
    implemented INTEGER,
    source_row INTEGER NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (report_id, item_id, role_id),
    CONSTRAINT ck_answer_obliged_counted CHECK (obliged IS NULL OR obliged BETWEEN 0 AND 2147483647),
    CONSTRAINT ck_answer_counts_in_order CHECK (implemented IS NULL OR (obliged IS NOT NULL AND implemented BETWEEN
        0 AND obliged)),
    CONSTRAINT fk_answer_report_id FOREIGN KEY(report_id) REFERENCES report (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE item_sum (
    fiscal_year INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    obliged INTEGER NOT NULL,
    implemented INTEGER NOT NULL,
    CONSTRAINT pk_item_sum PRIMARY KEY (fiscal_year, organisation_id, item_id, role_id, change_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE answer_superseded (
    report_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_answer_superseded PRIMARY KEY (report_id, item_id, role_id, change_id),
    CONSTRAINT fk_answer_superseded_report_id_item_id_role_id FOREIGN KEY(report_id, item_id, role_id) REFERENCES
        answer (report_id, item_id, role_id),
    CONSTRAINT fk_answer_superseded_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_answer_superseded_change_id ON answer_superseded (change_id);

CREATE TABLE alias (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    target_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_alias PRIMARY KEY (id),
    CONSTRAINT ck_alias_kind_known CHECK (kind IN ('organisation', 'role', 'item')),
    CONSTRAINT ck_alias_text_given CHECK (text <> ''),
    CONSTRAINT fk_alias_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_alias_change_id ON alias (change_id);

CREATE TABLE saved_mapping (
    id INTEGER NOT NULL,
    organisation_id INTEGER,
    kind TEXT NOT NULL,
    mapping TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_saved_mapping PRIMARY KEY (id),
    CONSTRAINT ck_saved_mapping_kind_known CHECK (kind IN ('coverage', 'answers', 'catalogue', 'crosswalk',
        'organisations', 'programme')),
    CONSTRAINT ck_saved_mapping_mapping_json CHECK (mapping GLOB '{*}'),
    CONSTRAINT fk_saved_mapping_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_saved_mapping_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_saved_mapping_change_id ON saved_mapping (change_id);

CREATE TABLE topic (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    role TEXT NOT NULL,
    part TEXT NOT NULL,
    sections TEXT NOT NULL,
    is_removed INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_topic PRIMARY KEY (id),
    CONSTRAINT ck_topic_name_given CHECK (name <> ''),
    CONSTRAINT ck_topic_sections_json CHECK (sections GLOB '[[]*]'),
    CONSTRAINT ck_topic_is_removed_flag CHECK (is_removed IN (0, 1)),
    CONSTRAINT fk_topic_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_topic_change_id ON topic (change_id);

CREATE TABLE named_view (
    id INTEGER NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_named_view PRIMARY KEY (id),
    CONSTRAINT ck_named_view_name_given CHECK (name <> ''),
    CONSTRAINT ck_named_view_definition_json CHECK (definition IS NULL OR definition GLOB '{*}'),
    CONSTRAINT fk_named_view_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_named_view_change_id ON named_view (change_id);

CREATE TABLE crosswalk_entry (
    id INTEGER NOT NULL,
    from_edition_id INTEGER NOT NULL,
    from_item_id INTEGER,
    to_edition_id INTEGER NOT NULL,
    to_item_id INTEGER,
    kind TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_crosswalk_entry PRIMARY KEY (id),
    CONSTRAINT ck_crosswalk_entry_kind_known CHECK (kind IN ('unchanged', 'reworded', 'changed', 'moved', 'split',
        'merged', 'new', 'withdrawn', 'reclassified')),
    CONSTRAINT ck_crosswalk_entry_from_unless_new CHECK (from_item_id IS NOT NULL OR kind = 'new'),
    CONSTRAINT ck_crosswalk_entry_to_unless_withdrawn CHECK (to_item_id IS NOT NULL OR kind = 'withdrawn'),
    CONSTRAINT fk_crosswalk_entry_from_edition_id FOREIGN KEY(from_edition_id) REFERENCES edition (id),
    CONSTRAINT fk_crosswalk_entry_from_item_id FOREIGN KEY(from_item_id) REFERENCES item (id),
    CONSTRAINT fk_crosswalk_entry_to_edition_id FOREIGN KEY(to_edition_id) REFERENCES edition (id),
    CONSTRAINT fk_crosswalk_entry_to_item_id FOREIGN KEY(to_item_id) REFERENCES item (id),
    CONSTRAINT fk_crosswalk_entry_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_crosswalk_entry_change_id ON crosswalk_entry (change_id);

CREATE TABLE page_layout (
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_page_layout PRIMARY KEY (name),
    CONSTRAINT ck_page_layout_state_json CHECK (state GLOB '{*}')
) STRICT;
"""

APPEND_ONLY = (
    "report",
    "coverage_count",
    "answer",
    "item_sum",
    "answer_superseded",
    "alias",
    "saved_mapping",
    "topic",
    "named_view",
    "crosswalk_entry",
)
"""All but `page_layout`, which is overwritten: a column's width is no statement anyone defends."""


def upgrade() -> None:
    """Drops the three empty tables with their triggers, then creates all of this schema's."""
    for table in NEVER_FILLED:
        op.execute(f"DROP TABLE {table}")
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
    for table in APPEND_ONLY:
        for verb, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_not_{verb} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never {verb}'); END"
            )
