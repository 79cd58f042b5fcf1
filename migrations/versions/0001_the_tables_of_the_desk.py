"""The tables of the desk.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("reference_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_desk_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_to_do",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "rating_scale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "readers",
                "desk",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_free_text", sa.Boolean(), nullable=False),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_scale")),
        sa.UniqueConstraint("code", name=op.f("uq_rating_scale_code")),
    )
    op.create_index(
        "uq_rating_scale_in_use",
        "rating_scale",
        ["audience"],
        unique=True,
        sqlite_where=sa.text("is_in_use"),
        postgresql_where=sa.text("is_in_use"),
    )

    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_index(op.f("ix_throttle_expires_at"), "throttle", ["expires_at"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "elsewhere",
                "own_draft",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=2048), nullable=False),
        sa.Column("outlet", sa.String(length=200), nullable=False),
        sa.Column("byline", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_article_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    op.create_index(op.f("ix_article_created_at_id"), "article", ["created_at", "id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "password",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("parts", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_invitation_expires_later")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_invitation_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_login_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(
        op.f("ix_login_session_person_id_ended_at"),
        "login_session",
        ["person_id", "ended_at"],
        unique=False,
    )

    op.create_table(
        "person_part",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "checker",
                "reviewer",
                "editor",
                "legal_reviewer",
                "administrator",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_part_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "part", name=op.f("pk_person_part")),
    )
    op.create_table(
        "policy",
        sa.Column(
            "risk_class",
            sa.Enum(
                "ordinary",
                "allegation",
                "private_person",
                "minor",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("approvals_needed", sa.Integer(), nullable=False),
        sa.Column("panel_size", sa.Integer(), nullable=False),
        sa.Column("minimum_origins", sa.Integer(), nullable=False),
        sa.Column("is_primary_needed", sa.Boolean(), nullable=False),
        sa.Column("is_reply_needed", sa.Boolean(), nullable=False),
        sa.Column("may_approver_publish", sa.Boolean(), nullable=False),
        sa.Column("reply_hours", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "approvals_needed BETWEEN 1 AND 9", name=op.f("ck_policy_approvals_sane")
        ),
        sa.CheckConstraint("minimum_origins BETWEEN 1 AND 20", name=op.f("ck_policy_origins_sane")),
        sa.CheckConstraint(
            "panel_size = 0 OR panel_size >= approvals_needed",
            name=op.f("ck_policy_panel_can_carry"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_policy_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("risk_class", name=op.f("pk_policy")),
    )
    op.create_table(
        "rating_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_scale_id", sa.Integer(), nullable=False),
        sa.Column("from_code", sa.String(length=40), nullable=False),
        sa.Column("to_scale_id", sa.Integer(), nullable=False),
        sa.Column("to_code", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_scale_id"],
            ["rating_scale.id"],
            name=op.f("fk_rating_mapping_from_scale_id_rating_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["to_scale_id"],
            ["rating_scale.id"],
            name=op.f("fk_rating_mapping_to_scale_id_rating_scale"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_mapping")),
        sa.UniqueConstraint(
            "from_scale_id",
            "from_code",
            "to_scale_id",
            name=op.f("uq_rating_mapping_from_scale_id_from_code_to_scale_id"),
        ),
    )
    op.create_table(
        "scale_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scale_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_scale_version_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scale_id"], ["rating_scale.id"], name=op.f("fk_scale_version_scale_id_rating_scale")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_version")),
        sa.UniqueConstraint("scale_id", "number", name=op.f("uq_scale_version_scale_id_number")),
    )
    op.create_table(
        "article_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_article_version_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint(
            "article_id", "number", name=op.f("uq_article_version_article_id_number")
        ),
    )
    op.create_index(
        op.f("ix_article_version_text_sha256"), "article_version", ["text_sha256"], unique=False
    )

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "spotted",
                "open",
                "checking",
                "in_review",
                "approved",
                "published",
                "dismissed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("claimant", sa.String(length=200), nullable=False),
        sa.Column("claimant_role", sa.String(length=200), nullable=False),
        sa.Column("is_claimant_public", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.String(length=10), nullable=False),
        sa.Column("said_where", sa.String(length=300), nullable=False),
        sa.Column("appearance_url", sa.String(length=2048), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statistic",
                "event",
                "legal",
                "quote",
                "causal",
                "biography",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("names_private_person", sa.Boolean(), nullable=False),
        sa.Column("alleges_crime", sa.Boolean(), nullable=False),
        sa.Column("involves_minor", sa.Boolean(), nullable=False),
        sa.Column("selection_reason", sa.String(length=500), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "dismissal",
            sa.Enum(
                "opinion",
                "prediction",
                "satire",
                "not_checkable",
                "duplicate",
                "not_worth_it",
                name="dismissal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'dismissed') = (dismissal IS NOT NULL)",
            name=op.f("ck_claim_dismissed_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_claim_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["person.id"], name=op.f("fk_claim_assignee_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_claim_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(
        op.f("ix_claim_article_id_state_state_since_at_id"),
        "claim",
        ["article_id", "state", "state_since_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_claim_assignee_id_state_state_since_at_id"),
        "claim",
        ["assignee_id", "state", "state_since_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_claim_state_due_on_id"), "claim", ["state", "due_on", "id"], unique=False
    )
    op.create_index(
        "ix_claim_at_risk",
        "claim",
        [
            "state",
            "state_since_at",
            "id",
            "due_on",
            "names_private_person",
            "alleges_crime",
            "involves_minor",
        ],
        unique=False,
        sqlite_where=sa.text("names_private_person = 1 OR alleges_crime = 1 OR involves_minor = 1"),
        postgresql_where=sa.text("names_private_person OR alleges_crime OR involves_minor"),
    )
    op.create_index(
        op.f("ix_claim_state_state_since_at_id"),
        "claim",
        ["state", "state_since_at", "id"],
        unique=False,
    )

    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scale_version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("hue", sa.String(length=20), nullable=False),
        sa.Column("minimum_origins", sa.Integer(), nullable=False),
        sa.Column("is_undetermined", sa.Boolean(), nullable=False),
        sa.Column("is_characterisation", sa.Boolean(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("retired_note", sa.String(length=500), nullable=False),
        sa.Column("translations", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "minimum_origins BETWEEN 1 AND 20", name=op.f("ck_rating_minimum_origins_sane")
        ),
        sa.CheckConstraint(
            "value IS NULL OR value BETWEEN 1 AND 100", name=op.f("ck_rating_value_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["scale_version_id"],
            ["scale_version.id"],
            name=op.f("fk_rating_scale_version_id_scale_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "scale_version_id", "code", name=op.f("uq_rating_scale_version_id_code")
        ),
    )
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=64), nullable=False),
        sa.Column("suffix", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "start_char >= 0 AND end_char > start_char", name=op.f("ck_anchor_is_a_span")
        ),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
            name=op.f("fk_anchor_article_version_id_article_version"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_anchor_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_anchor_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
    )
    op.create_index(
        op.f("ix_anchor_article_version_id_start_char"),
        "anchor",
        ["article_version_id", "start_char"],
        unique=False,
    )
    op.create_index(op.f("ix_anchor_claim_id"), "anchor", ["claim_id"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_conflict_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conflict_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(
        op.f("ix_conflict_claim_id_person_id"), "conflict", ["claim_id", "person_id"], unique=True
    )

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=80), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_contribution_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contribution_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index(
        op.f("ix_contribution_claim_id_person_id"),
        "contribution",
        ["claim_id", "person_id"],
        unique=False,
    )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "link",
                "document",
                "dataset",
                "interview",
                "observation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stance",
            sa.Enum(
                "supports",
                "refutes",
                "context",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source_class",
            sa.Enum(
                "primary",
                "secondary",
                "expert",
                "claimant",
                name="source_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=2048), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.String(length=10), nullable=False),
        sa.Column("accessed_on", sa.String(length=10), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("locator", sa.String(length=200), nullable=False),
        sa.Column("origin_group", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("expert_employer", sa.String(length=200), nullable=False),
        sa.Column("expert_field", sa.String(length=200), nullable=False),
        sa.Column("expert_conflicts", sa.String(length=500), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("internal_reason", sa.String(length=500), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "is_public OR internal_reason <> ''", name=op.f("ck_evidence_internal_with_reason")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason <> ''",
            name=op.f("ck_evidence_withdrawn_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_evidence_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_evidence_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["person.id"], name=op.f("fk_evidence_logged_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_evidence_claim_id_number")),
    )
    op.create_index(op.f("ix_evidence_claim_id_id"), "evidence", ["claim_id", "id"], unique=False)

    op.create_table(
        "hidden_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_hidden_name_claim_id_claim")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_name")),
    )
    op.create_index(op.f("ix_hidden_name_claim_id"), "hidden_name", ["claim_id"], unique=False)

    op.create_table(
        "history",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.String(length=20), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_history_actor_id_person")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_history_claim_id_claim")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_claim_id_seq"), "history", ["claim_id", "seq"], unique=False)
    op.create_index(op.f("ix_history_event_seq"), "history", ["event", "seq"], unique=False)

    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_reason", sa.Text(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)",
            name=op.f("ck_legal_hold_released_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_legal_hold_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_legal_hold_released_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_legal_hold_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(
        "uq_legal_hold_one_on",
        "legal_hold",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("rating_code", sa.String(length=40), nullable=False),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (retracted_by_id IS NULL)",
            name=op.f("ck_publication_retracted_by_somebody"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> retracted_by_id",
            name=op.f("ck_publication_retraction_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_publication_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_publication_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_publication_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["retracted_by_id"], ["person.id"], name=op.f("fk_publication_retracted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_publication_claim_id")),
    )
    op.create_index(op.f("ix_publication_article_id"), "publication", ["article_id"], unique=False)
    op.create_index(
        "ix_publication_retraction_open",
        "publication",
        ["retracted_at"],
        unique=False,
        sqlite_where=sa.text("retracted_at IS NOT NULL AND confirmed_at IS NULL"),
        postgresql_where=sa.text("retracted_at IS NOT NULL AND confirmed_at IS NULL"),
    )
    op.create_index(
        op.f("ix_publication_rating_code_updated_at_id"),
        "publication",
        ["rating_code", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_publication_updated_at_id"), "publication", ["updated_at", "id"], unique=False
    )

    op.create_table(
        "reply_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("content_sent", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("short_notice_reason", sa.String(length=500), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "replied",
                "declined",
                "no_reply",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("used_text", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (settled_at IS NULL)",
            name=op.f("ck_reply_request_settled_with_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_reply_request_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_reply_request_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_reply_request_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_request")),
    )
    op.create_index(op.f("ix_reply_request_claim_id"), "reply_request", ["claim_id"], unique=False)
    op.create_index(
        op.f("ix_reply_request_outcome_settled_at"),
        "reply_request",
        ["outcome", "settled_at"],
        unique=False,
    )

    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("rating_id", sa.Integer(), nullable=True),
        sa.Column("conclusion", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column(
            "change_kind",
            sa.Enum(
                "first",
                "correction",
                "clarification",
                "update",
                "retraction",
                name="change_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "submitted_at IS NULL OR (rating_id IS NOT NULL AND reason <> '' AND explanation <> '' AND as_of <> '')",
            name=op.f("ck_verdict_submitted_whole"),
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (content_hash IS NULL)",
            name=op.f("ck_verdict_submitted_with_hash"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_verdict_author_id_person")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_verdict_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["rating.id"], name=op.f("fk_verdict_rating_id_rating")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_verdict_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_verdict_claim_id_number")),
        sa.UniqueConstraint("id", "author_id", name=op.f("uq_verdict_id_author_id")),
        sa.UniqueConstraint("id", "content_hash", name=op.f("uq_verdict_id_content_hash")),
    )
    op.create_index(
        "uq_verdict_one_current",
        "verdict",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )

    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reply",
                "sources",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_waiver_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["person.id"], name=op.f("fk_waiver_granted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index(op.f("ix_waiver_claim_id"), "waiver", ["claim_id"], unique=False)

    op.create_table(
        "publication_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first",
                "correction",
                "clarification",
                "update",
                "retraction",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("old_rating", sa.String(length=80), nullable=False),
        sa.Column("new_rating", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind = 'first' OR note <> ''", name=op.f("ck_publication_version_change_with_note")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_version_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["person.id"],
            name=op.f("fk_publication_version_published_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdict.id"], name=op.f("fk_publication_version_verdict_id_verdict")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_version")),
        sa.UniqueConstraint(
            "publication_id", "number", name=op.f("uq_publication_version_publication_id_number")
        ),
    )
    op.create_index(
        op.f("ix_publication_version_kind_published_at"),
        "publication_version",
        ["kind", "published_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_publication_version_verdict_id"),
        "publication_version",
        ["verdict_id"],
        unique=False,
    )

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "editorial",
                "legal",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "reading",
                "approved",
                "sent_back",
                "recused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("voted_rating_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('approved', 'sent_back', 'recused')) = (decided_at IS NOT NULL)",
            name=op.f("ck_review_decided_with_time"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR content_hash IS NOT NULL",
            name=op.f("ck_review_approval_names_content"),
        ),
        sa.CheckConstraint(
            "state <> 'sent_back' OR note <> ''", name=op.f("ck_review_sent_back_with_reason")
        ),
        sa.CheckConstraint("reviewer_id <> author_id", name=op.f("ck_review_four_eyes")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_review_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_review_reviewer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id", "author_id"],
            ["verdict.id", "verdict.author_id"],
            name=op.f("fk_review_verdict_id_author_id_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id", "content_hash"],
            ["verdict.id", "verdict.content_hash"],
            name=op.f("fk_review_verdict_id_content_hash_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdict.id"], name=op.f("fk_review_verdict_id_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["voted_rating_id"], ["rating.id"], name=op.f("fk_review_voted_rating_id_rating")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "verdict_id", "reviewer_id", name=op.f("uq_review_verdict_id_reviewer_id")
        ),
    )
    op.create_index(
        op.f("ix_review_reviewer_id_state"), "review", ["reviewer_id", "state"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_review_reviewer_id_state"), "review")

    op.drop_table("review")
    op.drop_index(op.f("ix_publication_version_verdict_id"), "publication_version")
    op.drop_index(op.f("ix_publication_version_kind_published_at"), "publication_version")

    op.drop_table("publication_version")
    op.drop_index(op.f("ix_waiver_claim_id"), "waiver")

    op.drop_table("waiver")
    op.drop_index(
        "uq_verdict_one_current",
        "verdict",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )

    op.drop_table("verdict")
    op.drop_index(op.f("ix_reply_request_outcome_settled_at"), "reply_request")
    op.drop_index(op.f("ix_reply_request_claim_id"), "reply_request")

    op.drop_table("reply_request")
    op.drop_index(op.f("ix_publication_updated_at_id"), "publication")
    op.drop_index(op.f("ix_publication_rating_code_updated_at_id"), "publication")
    op.drop_index("ix_publication_retraction_open", "publication")
    op.drop_index(op.f("ix_publication_article_id"), "publication")

    op.drop_table("publication")
    op.drop_index(
        "uq_legal_hold_one_on",
        "legal_hold",
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )

    op.drop_table("legal_hold")
    op.drop_index(op.f("ix_history_event_seq"), "history")
    op.drop_index(op.f("ix_history_claim_id_seq"), "history")

    op.drop_table("history")
    op.drop_index(op.f("ix_hidden_name_claim_id"), "hidden_name")

    op.drop_table("hidden_name")
    op.drop_index(op.f("ix_evidence_claim_id_id"), "evidence")

    op.drop_table("evidence")
    op.drop_index(op.f("ix_contribution_claim_id_person_id"), "contribution")

    op.drop_table("contribution")
    op.drop_index(op.f("ix_conflict_claim_id_person_id"), "conflict")

    op.drop_table("conflict")
    op.drop_index(op.f("ix_anchor_claim_id"), "anchor")
    op.drop_index(op.f("ix_anchor_article_version_id_start_char"), "anchor")

    op.drop_table("anchor")
    op.drop_table("rating")
    op.drop_index(op.f("ix_claim_state_state_since_at_id"), "claim")
    op.drop_index("ix_claim_at_risk", "claim")
    op.drop_index(op.f("ix_claim_state_due_on_id"), "claim")
    op.drop_index(op.f("ix_claim_assignee_id_state_state_since_at_id"), "claim")
    op.drop_index(op.f("ix_claim_article_id_state_state_since_at_id"), "claim")

    op.drop_table("claim")
    op.drop_index(op.f("ix_article_version_text_sha256"), "article_version")

    op.drop_table("article_version")
    op.drop_table("scale_version")
    op.drop_table("rating_mapping")
    op.drop_table("policy")
    op.drop_table("person_part")
    op.drop_index(op.f("ix_login_session_person_id_ended_at"), "login_session")

    op.drop_table("login_session")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_article_created_at_id"), "article")

    op.drop_table("article")
    op.drop_index(op.f("ix_throttle_expires_at"), "throttle")

    op.drop_table("throttle")
    op.drop_index(
        "uq_rating_scale_in_use",
        "rating_scale",
        sqlite_where=sa.text("is_in_use"),
        postgresql_where=sa.text("is_in_use"),
    )

    op.drop_table("rating_scale")
    op.drop_table("person")
    op.drop_index(
        "ix_outbox_to_do",
        "outbox",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.drop_table("outbox")
    op.drop_table("desk")
