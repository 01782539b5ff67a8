"""A backup read back is the database that it was made of, and what guards the audit log comes with it."""

import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from app.core.database_config import Tier
from scripts import backup, dumps
from scripts.databases import Stopped
from tests.databases import BACKEND, clone

pytestmark = pytest.mark.skipif(bool(os.environ.get("CI") and os.environ.get("DATABASE_URL")), reason="needs INT")


def run(script: str, *arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "INT_DATABASE_URL": url}
    command = [sys.executable, f"scripts/{script}.py", *arguments]
    return subprocess.run(command, cwd=BACKEND, env=environment, capture_output=True, text=True, check=False)


async def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table as text."""
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = {name: await connection.fetch(f'SELECT row::text AS line FROM "{name}" AS row') for (name,) in names}
    finally:
        await connection.close()
    return {name: sorted(row["line"] for row in found) for name, found in rows.items()}


def read_only_one(folder: Path) -> tuple[Path, dumps.Note]:
    """The one backup in a folder, which nobody else may read."""
    (dump,) = folder.glob("*.dump")
    assert dump.stat().st_mode & 0o077 == 0
    return dump, dumps.Note.read(dump)


async def test_a_round_trip(server_url: str, tmp_path: Path) -> None:
    name = f"instainstru_test_{os.getpid()}_backup"
    async with clone(server_url, name) as source, clone(server_url, f"{name}_restored") as target:
        connection = await asyncpg.connect(source)
        for number in range(3):
            added = "INSERT INTO audit_log (at, action, details) VALUES (now(), $1, '{}')"
            await connection.execute(added, f"user.viewed {number}")
        await connection.close()
        made = run("backup", "int", "--to", str(tmp_path), url=source)
        assert made.returncode == 0, made.stderr
        dump, note = read_only_one(tmp_path)
        assert (note.tier, note.rows["audit_log"], note.audit_head.partition(":")[0]) == ("int", 3, "3")

        restored = run("restore", str(dump), "int", "--yes", url=target)
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert "as many as noted" in restored.stdout
        assert note.audit_head in restored.stdout
        before, after = await contents(source), await contents(target)
        assert after == before
        assert before["subjects"]

        nothing = str(tmp_path / "none")
        verified = run("verify_audit", "int", "--head", note.audit_head, "--anchors", nothing, url=target)
        assert (verified.returncode, "is whole: 3 rows" in verified.stdout) == (0, True), verified.stderr
        connection = await asyncpg.connect(target)
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only ever added to"):
            await connection.execute("DELETE FROM audit_log")
        await connection.execute("INSERT INTO audit_log (at, action, details) VALUES (now(), 'user.viewed', '{}')")
        await connection.execute("ALTER TABLE audit_log DISABLE TRIGGER ALL")
        await connection.execute("UPDATE audit_log SET action = 'user.edited' WHERE id = 2")
        await connection.close()
        broken = run("verify_audit", "int", "--anchors", nothing, url=target)
        assert broken.returncode == 1
        assert "Row 2: its content is not what was written" in broken.stdout


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    dump = tmp_path / "instainstru-int-20270101T000000.dump"
    dump.write_bytes(b"PGDMP and more")
    with pytest.raises(Stopped, match="cannot be read"):
        dumps.Note.read(dump)
    dumps.Note("2027-01-01T00:00:00+00:00", "int", "x", dumps.digest_of(dump), {}, "").write(dump)
    assert dumps.Note.read(dump).tier == "int"
    dump.write_bytes(b"PGDMP and less")
    with pytest.raises(Stopped, match="damaged"):
        dumps.Note.read(dump)


def test_older_ones_go_and_other_tiers_stay(tmp_path: Path) -> None:
    for tier, day in (("stg", 1), ("stg", 2), ("stg", 3), ("prod", 1)):
        for suffix in ("dump", "json"):
            (tmp_path / f"instainstru-{tier}-2027010{day}T000000.{suffix}").touch()
    removed = backup.remove_older(tmp_path, Tier.STG, keep=2)
    assert [path.name for path in removed] == ["instainstru-stg-20270101T000000.dump"]
    assert len(list(tmp_path.iterdir())) == 6
