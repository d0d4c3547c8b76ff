"""The first schema: everything a case file holds.

Frozen: this text is the history of the file format and does not follow `storage.tables`; a test proves that
both describe the same schema today.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE change (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    summary TEXT NOT NULL,
    is_in_force INTEGER NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (id),
    CONSTRAINT ck_change_is_in_force_flag CHECK (is_in_force IN (0, 1)),
    CONSTRAINT ck_change_kind_named CHECK (kind <> ''),
    CONSTRAINT ck_change_summary_json CHECK (summary GLOB '{*}'),
    CONSTRAINT ck_change_creation_stays CHECK (kind <> 'case_created' OR is_in_force = 1)
) STRICT;

CREATE TABLE case_info (
    id INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    app_version TEXT NOT NULL,
    is_practice INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_case_info PRIMARY KEY (id),
    CONSTRAINT ck_case_info_one_row CHECK (id = 1),
    CONSTRAINT ck_case_info_is_practice_flag CHECK (is_practice IN (0, 1)),
    CONSTRAINT fk_case_info_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_case_info_change_id ON case_info (change_id);

CREATE TABLE document (
    id INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    content BLOB,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT ck_document_sha256_hex CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_document_size_counted CHECK (size >= 0),
    CONSTRAINT uq_document_sha256 UNIQUE (sha256),
    CONSTRAINT fk_document_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_document_change_id ON document (change_id);

CREATE TABLE edition (
    id INTEGER NOT NULL,
    standard TEXT NOT NULL,
    name TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_edition PRIMARY KEY (id),
    CONSTRAINT uq_edition_standard_name_change_id UNIQUE (standard, name, change_id),
    CONSTRAINT ck_edition_name_given CHECK (name <> ''),
    CONSTRAINT fk_edition_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_edition_change_id ON edition (change_id);

CREATE TABLE fiscal_year (
    year INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_fiscal_year PRIMARY KEY (year),
    CONSTRAINT ck_fiscal_year_year_possible CHECK (year BETWEEN 1886 AND 2199),
    CONSTRAINT fk_fiscal_year_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_fiscal_year_change_id ON fiscal_year (change_id);

CREATE TABLE log_entry (
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    action TEXT NOT NULL,
    change_id INTEGER,
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_log_entry PRIMARY KEY (sequence),
    CONSTRAINT ck_log_entry_action_known CHECK (action IN ('done', 'undone', 'redone', 'migrated')),
    CONSTRAINT ck_log_entry_change_named CHECK ((change_id IS NULL) = (action = 'migrated')),
    CONSTRAINT ck_log_entry_details_json CHECK (details GLOB '{*}'),
    CONSTRAINT ck_log_entry_hash_length CHECK (length(hash) = 64 AND length(previous_hash) = 64),
    CONSTRAINT fk_log_entry_change_id FOREIGN KEY(change_id) REFERENCES change (id),
    CONSTRAINT uq_log_entry_hash UNIQUE (hash)
) STRICT;
CREATE INDEX ix_log_entry_change_id ON log_entry (change_id);

CREATE TABLE organisation (
    id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_organisation PRIMARY KEY (id),
    CONSTRAINT fk_organisation_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_organisation_change_id ON organisation (change_id);

CREATE TABLE role (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    role_group TEXT NOT NULL,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_role PRIMARY KEY (id),
    CONSTRAINT uq_role_code_change_id UNIQUE (code, change_id),
    CONSTRAINT ck_role_code_given CHECK (code <> ''),
    CONSTRAINT ck_role_group_known CHECK (role_group IN ('officer', 'staff', 'system')),
    CONSTRAINT fk_role_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_role_change_id ON role (change_id);

CREATE TABLE analysis_decision (
    id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    is_included INTEGER NOT NULL,
    reason TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_analysis_decision PRIMARY KEY (id),
    CONSTRAINT ck_analysis_decision_is_included_flag CHECK (is_included IN (0, 1)),
    CONSTRAINT ck_analysis_decision_reason_given CHECK (trim(reason) <> ''),
    CONSTRAINT fk_analysis_decision_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_analysis_decision_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_analysis_decision_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_analysis_decision_change_id ON analysis_decision (change_id);

CREATE TABLE refused_row (
    id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    place TEXT NOT NULL,
    problem TEXT NOT NULL,
    details TEXT NOT NULL,
    CONSTRAINT pk_refused_row PRIMARY KEY (id),
    CONSTRAINT ck_refused_row_details_json CHECK (details GLOB '{*}'),
    CONSTRAINT fk_refused_row_change_id FOREIGN KEY(change_id) REFERENCES change (id),
    CONSTRAINT fk_refused_row_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;
CREATE INDEX ix_refused_row_change_id ON refused_row (change_id);

CREATE TABLE change_document (
    change_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    encoding TEXT NOT NULL,
    encoding_is_certain INTEGER NOT NULL,
    cited TEXT NOT NULL,
    CONSTRAINT pk_change_document PRIMARY KEY (change_id, document_id),
    CONSTRAINT ck_change_document_encoding_is_certain_flag CHECK (encoding_is_certain IN (0, 1)),
    CONSTRAINT fk_change_document_change_id FOREIGN KEY(change_id) REFERENCES change (id),
    CONSTRAINT fk_change_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_change_document_document_id ON change_document (document_id);

CREATE TABLE edition_part (
    id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    part TEXT NOT NULL,
    title TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_edition_part PRIMARY KEY (id),
    CONSTRAINT uq_edition_part_edition_id_part_change_id UNIQUE (edition_id, part, change_id),
    CONSTRAINT fk_edition_part_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id),
    CONSTRAINT fk_edition_part_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_edition_part_change_id ON edition_part (change_id);

CREATE TABLE edition_section (
    id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    section TEXT NOT NULL,
    part TEXT NOT NULL,
    title TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_edition_section PRIMARY KEY (id),
    CONSTRAINT uq_edition_section_edition_id_section_change_id UNIQUE (edition_id, section, change_id),
    CONSTRAINT fk_edition_section_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id),
    CONSTRAINT fk_edition_section_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_edition_section_change_id ON edition_section (change_id);

CREATE TABLE edition_state (
    id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_date TEXT,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_edition_state PRIMARY KEY (id),
    CONSTRAINT ck_edition_state_state_known CHECK (state IN ('draft', 'public_comment', 'decided', 'superseded')),
    CONSTRAINT ck_edition_state_state_date_day
        CHECK (state_date IS NULL OR state_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT fk_edition_state_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id),
    CONSTRAINT fk_edition_state_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_edition_state_change_id ON edition_state (change_id);
CREATE INDEX ix_edition_state_edition_id ON edition_state (edition_id);

CREATE TABLE edition_year (
    id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_edition_year PRIMARY KEY (id),
    CONSTRAINT fk_edition_year_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id),
    CONSTRAINT fk_edition_year_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_edition_year_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_edition_year_change_id ON edition_year (change_id);
CREATE INDEX ix_edition_year_edition_id ON edition_year (edition_id);

CREATE TABLE fact (
    id INTEGER NOT NULL,
    figure_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    fiscal_year_to INTEGER NOT NULL,
    subject TEXT NOT NULL,
    aspect TEXT NOT NULL,
    role TEXT NOT NULL,
    part TEXT NOT NULL,
    section TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (id),
    CONSTRAINT ck_fact_kind_named CHECK (kind <> ''),
    CONSTRAINT ck_fact_years_in_order CHECK (fiscal_year_to = 0 OR fiscal_year_to > fiscal_year),
    CONSTRAINT uq_fact_figure_id UNIQUE (figure_id),
    CONSTRAINT fk_fact_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_fact_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_fact_change_id ON fact (change_id);
CREATE INDEX ix_fact_kind_fiscal_year ON fact (kind, fiscal_year);

CREATE TABLE item (
    id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    section TEXT NOT NULL,
    item_class TEXT NOT NULL,
    title TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_item PRIMARY KEY (id),
    CONSTRAINT uq_item_edition_id_item_change_id UNIQUE (edition_id, item, change_id),
    CONSTRAINT ck_item_class_known CHECK (item_class IN ('basic', 'enhanced')),
    CONSTRAINT fk_item_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id),
    CONSTRAINT fk_item_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_item_change_id ON item (change_id);

CREATE TABLE organisation_link (
    id INTEGER NOT NULL,
    from_organisation_id INTEGER,
    to_organisation_id INTEGER,
    kind TEXT NOT NULL,
    on_date TEXT,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_organisation_link PRIMARY KEY (id),
    CONSTRAINT ck_organisation_link_kind_known CHECK (kind IN ('renamed', 'merged', 'split', 'created', 'abolished')),
    CONSTRAINT ck_organisation_link_from_unless_created CHECK (from_organisation_id IS NOT NULL OR kind = 'created'),
    CONSTRAINT ck_organisation_link_to_unless_abolished CHECK (to_organisation_id IS NOT NULL OR kind = 'abolished'),
    CONSTRAINT ck_organisation_link_on_date_day
        CHECK (on_date IS NULL OR on_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT fk_organisation_link_from_organisation_id FOREIGN KEY(from_organisation_id) REFERENCES
        organisation (id),
    CONSTRAINT fk_organisation_link_to_organisation_id FOREIGN KEY(to_organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_organisation_link_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_organisation_link_change_id ON organisation_link (change_id);

CREATE TABLE organisation_name (
    id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    from_date TEXT,
    to_date TEXT,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_organisation_name PRIMARY KEY (id),
    CONSTRAINT ck_organisation_name_name_given CHECK (name <> ''),
    CONSTRAINT ck_organisation_name_from_date_day
        CHECK (from_date IS NULL OR from_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_organisation_name_to_date_day
        CHECK (to_date IS NULL OR to_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_organisation_name_dates_in_order
        CHECK (from_date IS NULL OR to_date IS NULL OR from_date <= to_date),
    CONSTRAINT fk_organisation_name_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_organisation_name_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_organisation_name_change_id ON organisation_name (change_id);
CREATE INDEX ix_organisation_name_organisation_id ON organisation_name (organisation_id);

CREATE TABLE organisation_parent (
    id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    parent_id INTEGER NOT NULL,
    from_date TEXT,
    to_date TEXT,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_organisation_parent PRIMARY KEY (id),
    CONSTRAINT ck_organisation_parent_not_its_own_parent CHECK (organisation_id <> parent_id),
    CONSTRAINT ck_organisation_parent_from_date_day
        CHECK (from_date IS NULL OR from_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_organisation_parent_to_date_day
        CHECK (to_date IS NULL OR to_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_organisation_parent_dates_in_order
        CHECK (from_date IS NULL OR to_date IS NULL OR from_date <= to_date),
    CONSTRAINT fk_organisation_parent_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_organisation_parent_parent_id FOREIGN KEY(parent_id) REFERENCES organisation (id),
    CONSTRAINT fk_organisation_parent_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_organisation_parent_change_id ON organisation_parent (change_id);

CREATE TABLE place (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    line_from INTEGER NOT NULL,
    line_to INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    page INTEGER NOT NULL,
    cited TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_place PRIMARY KEY (id),
    CONSTRAINT uq_place_document_id_line_from_line_to_sheet_cell_page_cited UNIQUE (document_id, line_from,
        line_to, sheet, cell, page, cited),
    CONSTRAINT ck_place_lines_in_order CHECK (line_from >= 0 AND line_to >= line_from),
    CONSTRAINT ck_place_page_counted CHECK (page >= 0),
    CONSTRAINT fk_place_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_place_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_place_change_id ON place (change_id);

CREATE TABLE report (
    id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    unit TEXT NOT NULL,
    document_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (id),
    CONSTRAINT fk_report_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_report_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_report_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_report_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_report_change_id ON report (change_id);
CREATE INDEX ix_report_fiscal_year_organisation_id_unit ON report (fiscal_year, organisation_id, unit);

CREATE TABLE answer (
    report_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    obliged INTEGER NOT NULL,
    implemented INTEGER NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (report_id, item_id, role_id),
    CONSTRAINT ck_answer_counts_in_order CHECK (implemented >= 0 AND implemented <= obliged),
    CONSTRAINT fk_answer_report_id FOREIGN KEY(report_id) REFERENCES report (id),
    CONSTRAINT fk_answer_item_id FOREIGN KEY(item_id) REFERENCES item (id),
    CONSTRAINT fk_answer_role_id FOREIGN KEY(role_id) REFERENCES role (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE coverage_count (
    report_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    target INTEGER NOT NULL,
    ascertained INTEGER NOT NULL,
    ascertained_with_own_survey INTEGER,
    CONSTRAINT pk_coverage_count PRIMARY KEY (report_id, role_id),
    CONSTRAINT ck_coverage_count_counts_in_order CHECK (ascertained BETWEEN 0 AND target),
    CONSTRAINT ck_coverage_count_own_survey_adds
        CHECK (ascertained_with_own_survey IS NULL OR ascertained_with_own_survey BETWEEN ascertained AND
            target),
    CONSTRAINT fk_coverage_count_report_id FOREIGN KEY(report_id) REFERENCES report (id),
    CONSTRAINT fk_coverage_count_role_id FOREIGN KEY(role_id) REFERENCES role (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE item_role (
    item_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_item_role PRIMARY KEY (item_id, role_id, change_id),
    CONSTRAINT fk_item_role_item_id FOREIGN KEY(item_id) REFERENCES item (id),
    CONSTRAINT fk_item_role_role_id FOREIGN KEY(role_id) REFERENCES role (id),
    CONSTRAINT fk_item_role_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_item_role_change_id ON item_role (change_id);

CREATE TABLE statement (
    id INTEGER NOT NULL,
    fact_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    organisation_id INTEGER,
    number TEXT,
    secondary TEXT,
    secondary_meaning TEXT NOT NULL,
    lower TEXT,
    upper TEXT,
    grade TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    printed TEXT NOT NULL,
    unit TEXT NOT NULL,
    is_draft INTEGER NOT NULL,
    confidence TEXT NOT NULL,
    basis TEXT NOT NULL,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_statement PRIMARY KEY (id),
    CONSTRAINT ck_statement_number_decimal
        CHECK (number GLOB '*[0-9]' AND number NOT GLOB '.*' AND number NOT GLOB '*[^0-9.-]*' AND number NOT
            GLOB '?*-*' AND number NOT GLOB '*.*.*'),
    CONSTRAINT ck_statement_secondary_decimal
        CHECK (secondary GLOB '*[0-9]' AND secondary NOT GLOB '.*' AND secondary NOT GLOB '*[^0-9.-]*' AND
            secondary NOT GLOB '?*-*' AND secondary NOT GLOB '*.*.*'),
    CONSTRAINT ck_statement_lower_decimal
        CHECK (lower GLOB '*[0-9]' AND lower NOT GLOB '.*' AND lower NOT GLOB '*[^0-9.-]*' AND lower NOT GLOB
            '?*-*' AND lower NOT GLOB '*.*.*'),
    CONSTRAINT ck_statement_upper_decimal
        CHECK (upper GLOB '*[0-9]' AND upper NOT GLOB '.*' AND upper NOT GLOB '*[^0-9.-]*' AND upper NOT GLOB
            '?*-*' AND upper NOT GLOB '*.*.*'),
    CONSTRAINT ck_statement_bounds_without_number CHECK (number IS NULL OR (lower IS NULL AND upper IS NULL)),
    CONSTRAINT ck_statement_state_known
        CHECK (state IN ('reported', 'no_duty', 'not_reported', 'excluded', 'not_transcribed')),
    CONSTRAINT ck_statement_value_only_if_reported
        CHECK (state = 'reported' OR (number IS NULL AND secondary IS NULL AND lower IS NULL AND upper IS NULL AND
            grade = '')),
    CONSTRAINT ck_statement_confidence_known CHECK (confidence IN ('printed', 'press', 'inferred')),
    CONSTRAINT ck_statement_position_counted CHECK (position >= 0),
    CONSTRAINT ck_statement_is_draft_flag CHECK (is_draft IN (0, 1)),
    CONSTRAINT fk_statement_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
    CONSTRAINT fk_statement_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_statement_change_id FOREIGN KEY(change_id) REFERENCES change (id),
    CONSTRAINT fk_statement_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
) STRICT;
CREATE INDEX ix_statement_change_id ON statement (change_id);
CREATE INDEX ix_statement_fact_id ON statement (fact_id);
CREATE INDEX ix_statement_place_id ON statement (place_id);

CREATE TABLE statement_attribute (
    statement_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_statement_attribute PRIMARY KEY (statement_id, name),
    CONSTRAINT fk_statement_attribute_statement_id FOREIGN KEY(statement_id) REFERENCES statement (id)
) WITHOUT ROWID, STRICT;
"""

APPEND_ONLY = (
    "case_info",
    "document",
    "edition",
    "fiscal_year",
    "log_entry",
    "organisation",
    "role",
    "analysis_decision",
    "refused_row",
    "change_document",
    "edition_part",
    "edition_section",
    "edition_state",
    "edition_year",
    "fact",
    "item",
    "organisation_link",
    "organisation_name",
    "organisation_parent",
    "place",
    "report",
    "answer",
    "coverage_count",
    "item_role",
    "statement",
    "statement_attribute",
)
"""Tables whose rows nothing may update or delete: corrections are new rows."""

CHANGE_TRIGGERS = (
    """
    CREATE TRIGGER change_keeps_content BEFORE UPDATE OF id, kind, summary ON "change"
    BEGIN SELECT RAISE(ABORT, 'a change is only taken out of force or put back'); END
    """,
    """
    CREATE TRIGGER change_not_deleted BEFORE DELETE ON "change"
    BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END
    """,
)
LOG_TRIGGER = """
    CREATE TRIGGER log_entry_follows BEFORE INSERT ON log_entry
    WHEN NEW.sequence IS NOT (SELECT ifnull(max(sequence), 0) + 1 FROM log_entry)
      OR NEW.previous_hash IS NOT ifnull((SELECT hash FROM log_entry ORDER BY sequence DESC LIMIT 1),
                                         printf('%064d', 0))
    BEGIN SELECT RAISE(ABORT, 'a log entry follows the one before it'); END
"""


def upgrade() -> None:
    """Creates the tables, and the triggers that keep what was written."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
    for table in APPEND_ONLY:
        for verb, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_not_{verb} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never {verb}'); END"
            )
    for trigger in (*CHANGE_TRIGGERS, LOG_TRIGGER):
        op.execute(trigger.strip())
