"""Accounts, roles and permissions, logins, password resets; and what each role may do."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0002_accounts"
down_revision = "0001_core"
branch_labels = None
depends_on = None

ROLES_CHECK = "role IN ('guest', 'student', 'instructor', 'admin')"

# As it was when this was written: a migration must do the same tomorrow. Later changes are made by
# `AccessService.sync_role_permissions`, which every preparation of a database calls.
SIGNED_IN = (
    "manage_own_profile",
    "view_own_bookings",
    "view_own_search_history",
    "change_own_password",
    "delete_own_account",
)
GUEST = ("view_instructors", "view_instructor_availability")
STUDENT = (*SIGNED_IN, *GUEST, "create_bookings", "cancel_own_bookings", "view_booking_details")
INSTRUCTOR_ONLY = (
    "manage_instructor_profile",
    "manage_offerings",
    "manage_availability",
    "view_incoming_bookings",
    "complete_bookings",
    "cancel_student_bookings",
    "view_own_instructor_analytics",
    "suspend_own_instructor_account",
)
ADMIN_ONLY = (
    "view_all_users",
    "manage_users",
    "view_system_analytics",
    "export_analytics",
    "view_all_bookings",
    "manage_all_bookings",
    "access_monitoring",
    "moderate_content",
    "view_financials",
    "manage_financials",
    "manage_roles",
    "manage_permissions",
)
ROLE_PERMISSIONS = {
    "guest": GUEST,
    "student": STUDENT,
    "instructor": (*SIGNED_IN, *INSTRUCTOR_ONLY),
    "admin": (*STUDENT, *INSTRUCTOR_ONLY, *ADMIN_ONLY),
}


def _timestamp(name: str, *, optional: bool = False, now: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now() if now else None, nullable=optional)


def _user_id() -> sa.Column:
    return sa.Column("user_id", sa.Uuid(), nullable=False)


def _user_fk(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id_users", ondelete="CASCADE")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    _create_users()
    _create_permissions()
    _create_logins()


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("zip_code", sa.Text()),
        sa.Column("timezone", sa.Text(), server_default="America/New_York", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        _timestamp("created_at", now=True),
        _timestamp("updated_at", now=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "user_roles",
        _user_id(),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role", name="pk_user_roles"),
        sa.CheckConstraint(ROLES_CHECK, name=op.f("ck_user_roles_role_known")),
        _user_fk("user_roles"),
    )


def _create_permissions() -> None:
    role_permissions = op.create_table(
        "role_permissions",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("role", "permission", name="pk_role_permissions"),
        sa.CheckConstraint(ROLES_CHECK, name=op.f("ck_role_permissions_role_known")),
    )
    op.create_table(
        "user_permissions",
        _user_id(),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "permission", name="pk_user_permissions"),
        _user_fk("user_permissions"),
    )
    rows = [{"role": role, "permission": name} for role, names in ROLE_PERMISSIONS.items() for name in names]
    op.bulk_insert(role_permissions, rows)


def _create_logins() -> None:
    op.create_table(
        "login_families",
        sa.Column("id", sa.Uuid(), nullable=False),
        _user_id(),
        _timestamp("created_at", now=True),
        _timestamp("last_used_at"),
        _timestamp("ended_at", optional=True),
        sa.Column("user_agent", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_login_families"),
        _user_fk("login_families"),
    )
    op.create_index(
        "ix_login_families_alive", "login_families", ["user_id"], postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        _timestamp("created_at", now=True),
        _timestamp("expires_at"),
        _timestamp("spent_at", optional=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_refresh_tokens"),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["login_families.id"],
            name="fk_refresh_tokens_family_id_login_families",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_refresh_tokens_family_id", "refresh_tokens", ["family_id"])
    op.create_table(
        "password_resets",
        sa.Column("token_hash", sa.Text(), nullable=False),
        _user_id(),
        _timestamp("created_at", now=True),
        _timestamp("expires_at"),
        _timestamp("used_at", optional=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_password_resets"),
        _user_fk("password_resets"),
    )
    op.create_index("ix_password_resets_user_id", "password_resets", ["user_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in (
        "password_resets",
        "refresh_tokens",
        "login_families",
        "user_permissions",
        "role_permissions",
        "user_roles",
        "users",
    ):
        op.drop_table(table)
