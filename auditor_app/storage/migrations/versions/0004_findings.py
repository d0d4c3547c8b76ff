"""What findings need: their versions, moves, answers, follow-up and evidence, kept files, the scale, and reports.

Frozen, as the revisions before it.  No table of theirs is changed.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE finding (
    id INTEGER NOT NULL,
    number TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_finding PRIMARY KEY (id),
    CONSTRAINT ck_finding_number_form CHECK (number GLOB '[12][0-9][0-9][0-9]-[0-9][0-9][0-9]*' AND substr(number,
        6) NOT GLOB '*[^0-9]*'),
    CONSTRAINT uq_finding_number UNIQUE (number),
    CONSTRAINT fk_finding_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_finding_change_id ON finding (change_id);

CREATE TABLE finding_version (
    id INTEGER NOT NULL,
    finding_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    part TEXT NOT NULL,
    section TEXT NOT NULL,
    item TEXT NOT NULL,
    role TEXT NOT NULL,
    topic TEXT NOT NULL,
    condition TEXT NOT NULL,
    criteria TEXT NOT NULL,
    cause TEXT NOT NULL,
    effect TEXT NOT NULL,
    recommendation TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_date TEXT,
    tags TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    is_after_review INTEGER NOT NULL,
    reason TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_finding_version PRIMARY KEY (id),
    CONSTRAINT uq_finding_version_id_finding_id UNIQUE (id, finding_id),
    CONSTRAINT ck_finding_version_kind_known CHECK (kind IN ('finding', 'good_practice')),
    CONSTRAINT ck_finding_version_due_date_day CHECK (due_date IS NULL OR due_date GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_finding_version_tags_json CHECK (tags GLOB '[[]*]'),
    CONSTRAINT ck_finding_version_author_given CHECK (trim(author) <> ''),
    CONSTRAINT ck_finding_version_is_after_review_flag CHECK (is_after_review IN (0, 1)),
    CONSTRAINT ck_finding_version_reason_after_review CHECK (is_after_review = 0 OR trim(reason) <> ''),
    CONSTRAINT fk_finding_version_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id),
    CONSTRAINT fk_finding_version_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_finding_version_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_finding_version_change_id ON finding_version (change_id);
CREATE INDEX ix_finding_version_finding_id ON finding_version (finding_id);

CREATE TABLE finding_organisation (
    finding_version_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    CONSTRAINT pk_finding_organisation PRIMARY KEY (finding_version_id, position),
    CONSTRAINT uq_finding_organisation_finding_version_id_organisation_id UNIQUE (finding_version_id,
        organisation_id),
    CONSTRAINT fk_finding_organisation_finding_version_id FOREIGN KEY(finding_version_id) REFERENCES
        finding_version (id),
    CONSTRAINT fk_finding_organisation_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE finding_figure (
    finding_version_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    figure_id TEXT NOT NULL,
    label TEXT NOT NULL,
    printed TEXT NOT NULL,
    number TEXT NOT NULL,
    unit TEXT NOT NULL,
    state TEXT NOT NULL,
    options TEXT NOT NULL,
    log_sequence INTEGER NOT NULL,
    CONSTRAINT pk_finding_figure PRIMARY KEY (finding_version_id, position),
    CONSTRAINT ck_finding_figure_figure_id_given CHECK (figure_id <> ''),
    CONSTRAINT ck_finding_figure_number_exact CHECK (number = '' OR (number GLOB '*[0-9]' AND number NOT GLOB
        '*[^0-9./-]*')),
    CONSTRAINT ck_finding_figure_state_known CHECK (state IN ('reported', 'no_duty', 'not_reported', 'excluded',
        'not_transcribed')),
    CONSTRAINT ck_finding_figure_options_json CHECK (options GLOB '{*}'),
    CONSTRAINT ck_finding_figure_log_sequence_counted CHECK (log_sequence >= 0),
    CONSTRAINT fk_finding_figure_finding_version_id FOREIGN KEY(finding_version_id) REFERENCES finding_version (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE finding_move (
    id INTEGER NOT NULL,
    finding_id INTEGER NOT NULL,
    finding_version_id INTEGER NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_finding_move PRIMARY KEY (id),
    CONSTRAINT fk_finding_move_finding_version_id_finding_id FOREIGN KEY(finding_version_id, finding_id)
        REFERENCES finding_version (id, finding_id),
    CONSTRAINT ck_finding_move_from_state_known CHECK (from_state IN ('draft', 'under_review', 'issued',
        'answered', 'being_corrected', 'verified', 'closed', 'withdrawn')),
    CONSTRAINT ck_finding_move_to_state_known CHECK (to_state IN ('draft', 'under_review', 'issued', 'answered',
        'being_corrected', 'verified', 'closed', 'withdrawn')),
    CONSTRAINT ck_finding_move_same_state_signed CHECK (from_state <> to_state OR from_state IN ('issued', 'answered',
        'being_corrected', 'verified', 'closed')),
    CONSTRAINT ck_finding_move_author_given CHECK (trim(author) <> ''),
    CONSTRAINT fk_finding_move_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id),
    CONSTRAINT fk_finding_move_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_finding_move_change_id ON finding_move (change_id);
CREATE INDEX ix_finding_move_finding_id ON finding_move (finding_id);

CREATE TABLE finding_response (
    id INTEGER NOT NULL,
    finding_id INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    text TEXT NOT NULL,
    organisation_id INTEGER,
    "plan" TEXT NOT NULL,
    due_date TEXT,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_finding_response PRIMARY KEY (id),
    CONSTRAINT ck_finding_response_received_on_day CHECK (received_on IS NULL OR received_on GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_finding_response_due_date_day CHECK (due_date IS NULL OR due_date GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_finding_response_author_given CHECK (trim(author) <> ''),
    CONSTRAINT fk_finding_response_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id),
    CONSTRAINT fk_finding_response_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_finding_response_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_finding_response_change_id ON finding_response (change_id);
CREATE INDEX ix_finding_response_finding_id ON finding_response (finding_id);

CREATE TABLE finding_follow_up (
    id INTEGER NOT NULL,
    finding_id INTEGER NOT NULL,
    fiscal_year INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_finding_follow_up PRIMARY KEY (id),
    CONSTRAINT ck_finding_follow_up_outcome_known CHECK (outcome IN ('open', 'persisting', 'solved')),
    CONSTRAINT ck_finding_follow_up_author_given CHECK (trim(author) <> ''),
    CONSTRAINT fk_finding_follow_up_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id),
    CONSTRAINT fk_finding_follow_up_fiscal_year FOREIGN KEY(fiscal_year) REFERENCES fiscal_year (year),
    CONSTRAINT fk_finding_follow_up_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_finding_follow_up_change_id ON finding_follow_up (change_id);
CREATE INDEX ix_finding_follow_up_finding_id ON finding_follow_up (finding_id);

CREATE TABLE kept_file (
    id INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    name TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_kept_file PRIMARY KEY (id),
    CONSTRAINT uq_kept_file_id_sha256_size UNIQUE (id, sha256, size),
    CONSTRAINT ck_kept_file_sha256_hex CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_kept_file_size_counted CHECK (size >= 0),
    CONSTRAINT uq_kept_file_sha256 UNIQUE (sha256),
    CONSTRAINT fk_kept_file_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_kept_file_change_id ON kept_file (change_id);

CREATE TABLE kept_piece (
    kept_file_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_kept_piece PRIMARY KEY (kept_file_id, position),
    CONSTRAINT ck_kept_piece_position_counted CHECK (position >= 0),
    CONSTRAINT fk_kept_piece_kept_file_id FOREIGN KEY(kept_file_id) REFERENCES kept_file (id),
    CONSTRAINT fk_kept_piece_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_kept_piece_change_id ON kept_piece (change_id);

CREATE TABLE evidence (
    id INTEGER NOT NULL,
    finding_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    effective_on TEXT,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    kept_file_id INTEGER,
    path TEXT NOT NULL,
    place TEXT NOT NULL,
    person TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT fk_evidence_kept_file_id_sha256_size FOREIGN KEY(kept_file_id, sha256, size) REFERENCES kept_file
        (id, sha256, size),
    CONSTRAINT ck_evidence_kind_known CHECK (kind IN ('file', 'external', 'source', 'note', 'interview')),
    CONSTRAINT ck_evidence_kept_if_file CHECK ((kind = 'file') = (kept_file_id IS NOT NULL)),
    CONSTRAINT ck_evidence_path_of_external CHECK (kind <> 'external' OR path <> ''),
    CONSTRAINT ck_evidence_place_of_source CHECK (kind <> 'source' OR place <> ''),
    CONSTRAINT ck_evidence_effective_on_day CHECK (effective_on IS NULL OR effective_on GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_evidence_sha256_hex CHECK (sha256 = '' OR (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')),
    CONSTRAINT ck_evidence_size_counted CHECK (size >= 0),
    CONSTRAINT ck_evidence_author_given CHECK (trim(author) <> ''),
    CONSTRAINT fk_evidence_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id),
    CONSTRAINT fk_evidence_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_evidence_change_id ON evidence (change_id);
CREATE INDEX ix_evidence_finding_id ON evidence (finding_id);

CREATE TABLE evidence_removal (
    id INTEGER NOT NULL,
    evidence_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_evidence_removal PRIMARY KEY (id),
    CONSTRAINT ck_evidence_removal_reason_given CHECK (trim(reason) <> ''),
    CONSTRAINT ck_evidence_removal_author_given CHECK (trim(author) <> ''),
    CONSTRAINT fk_evidence_removal_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
    CONSTRAINT fk_evidence_removal_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_evidence_removal_change_id ON evidence_removal (change_id);

CREATE TABLE severity_scale (
    id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_severity_scale PRIMARY KEY (id),
    CONSTRAINT fk_severity_scale_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_severity_scale_change_id ON severity_scale (change_id);

CREATE TABLE severity (
    severity_scale_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL,
    CONSTRAINT pk_severity PRIMARY KEY (severity_scale_id, position),
    CONSTRAINT uq_severity_severity_scale_id_code UNIQUE (severity_scale_id, code),
    CONSTRAINT ck_severity_code_given CHECK (code <> ''),
    CONSTRAINT fk_severity_severity_scale_id FOREIGN KEY(severity_scale_id) REFERENCES severity_scale (id)
) WITHOUT ROWID, STRICT;

CREATE TABLE report_definition (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition TEXT,
    change_id INTEGER NOT NULL,
    CONSTRAINT pk_report_definition PRIMARY KEY (id),
    CONSTRAINT ck_report_definition_name_given CHECK (name <> ''),
    CONSTRAINT ck_report_definition_definition_json CHECK (definition IS NULL OR definition GLOB '{*}'),
    CONSTRAINT fk_report_definition_change_id FOREIGN KEY(change_id) REFERENCES change (id)
) STRICT;
CREATE INDEX ix_report_definition_change_id ON report_definition (change_id);
"""

APPEND_ONLY = (
    "finding",
    "finding_version",
    "finding_organisation",
    "finding_figure",
    "finding_move",
    "finding_response",
    "finding_follow_up",
    "kept_file",
    "kept_piece",
    "evidence",
    "evidence_removal",
    "severity_scale",
    "severity",
    "report_definition",
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
