"""The audit log: append-only, counted and chained by the database itself; and when an account was deleted."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0016_audit"
down_revision = "0009_subject_embeddings"
branch_labels = None
depends_on = None

# The texts and their order are those of `app/core/audit.py`, which checks the chain without these functions.
PART = """
CREATE FUNCTION audit_part(part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog
RETURN coalesce(octet_length(convert_to(part, 'UTF8')) || ':' || part, '-')
"""
# One writer after the other: the lock is kept until the transaction ends, and reading the newest row is a statement of
# its own, which sees what the writer before has committed. Whatever the caller gave as id and hashes is replaced.
CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
DECLARE
    newest record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit_log', 0));
    SELECT log.id, log.hash INTO newest FROM public.audit_log AS log ORDER BY log.id DESC LIMIT 1;
    NEW.id := coalesce(newest.id, 0) + 1;
    NEW.previous_hash := coalesce(newest.hash, repeat('0', 64));
    NEW.hash := encode(sha256(convert_to(concat_ws(E'\\n',
        NEW.previous_hash,
        public.audit_part(NEW.id::text),
        public.audit_part(to_char(timezone('UTC', NEW.at), 'YYYY-MM-DD"T"HH24:MI:SS.US')),
        public.audit_part(NEW.actor_id::text),
        public.audit_part(NEW.action),
        public.audit_part(NEW.subject_id::text),
        public.audit_part(NEW.details::text),
        public.audit_part(NEW.request_id)
    ), 'UTF8')), 'hex');
    RETURN NEW;
END
$$
"""
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END
$$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.Text()),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_actor_id", "audit_log", ["actor_id", "id"])
    op.create_index("ix_audit_log_subject_id", "audit_log", ["subject_id", "id"])
    for function in (PART, CHAIN, REFUSE):
        op.execute(function)
    op.execute("CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_chain()")
    op.execute(
        "CREATE TRIGGER audit_log_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )
    # Also for a session that calls itself a replica, which ordinary triggers pass over.
    for trigger in ("audit_log_chain", "audit_log_keep"):
        op.execute(f"ALTER TABLE audit_log ENABLE ALWAYS TRIGGER {trigger}")
    op.add_column("users", sa.Column("deleted_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("users", "deleted_at")
    op.drop_table("audit_log")
    for function in ("audit_refuse()", "audit_chain()", "audit_part(text)"):
        op.execute(f"DROP FUNCTION {function}")
