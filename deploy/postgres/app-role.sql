-- The role that the API, the workers and beat connect as in production. It owns nothing: so it can neither change the
-- audit log nor take away the triggers that guard it. Migrations, backups and this script run as the tables' owner.
--
--     psql "$OWNER_DATABASE_URL" -f deploy/postgres/app-role.sql
--     psql "$OWNER_DATABASE_URL" -c "ALTER ROLE instainstru_app PASSWORD '...'"
--
-- Safe to run again, and to be run again after a migration that adds a table which needs an exception below.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'instainstru_app') THEN
        CREATE ROLE instainstru_app LOGIN;
    END IF;
END
$$;

-- A pool between does not pass on what a connection says of itself at its start.
ALTER ROLE instainstru_app SET timezone = 'UTC';

GRANT USAGE ON SCHEMA public TO instainstru_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO instainstru_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO instainstru_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO instainstru_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO instainstru_app;

-- Added to and read, nothing else.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM instainstru_app;
-- What the database is, and which migrations it has, are the owner's to say.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version, database_marker FROM instainstru_app;
