"""Nobody reaches production by accident: the whole table, the door, the marker, and every entry point as it is run."""

import asyncio
import json
import os
import pty
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import chain, product
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.pool import NullPool

from app.core.clock import SystemClock
from app.core.database import create_engine
from app.core.database_address import AddressError, parse_address
from app.core.database_audit import AuditLog, describe_command
from app.core.database_config import DatabaseChoice, Refusal, Tier, choose_database, is_ci, no_lookup
from app.core.database_door import DatabaseRefused, Door, look_up, suggestion
from app.core.database_marker import Marker, objection, objection_to_destruction
from tests import database_safety_cases as cases
from tests import entry_points
from tests.database_safety_fakes import FakeConsole
from tests.databases import clone, plain_url

SELECTION = list(
    chain(
        cases.flag_cells(),
        cases.spelling_cells(),
        cases.other_variable_cells(),
        cases.missing_address_cells(),
        cases.requested_cells(),
        cases.file_cells(),
    )
)
ADDRESS_OF = {
    Tier.INT: "INT_DATABASE_URL",
    Tier.STG: "STG_DATABASE_URL",
    Tier.CI: "DATABASE_URL",
}
FLAGS_OF = {Tier.INT: {}, Tier.STG: {"USE_STG_DATABASE": "true"}, Tier.CI: {"CI": "true"}}
SECRETS = ("int-pw", "stg-pw", "prod-pw", "ci-pw")


def described(outcome: DatabaseChoice | Refusal) -> str:
    if isinstance(outcome, Refusal):
        return cases.REFUSED
    if outcome.tier is Tier.PROD:
        return cases.ASKS if outcome.asks else cases.UNATTENDED
    return outcome.tier.value


def with_address(tier: Tier, url: str, production: str = cases.PROD_URL) -> dict[str, str]:
    """An environment that chooses `tier` with `url` as its address."""
    return cases.ADDRESSES | FLAGS_OF[tier] | {ADDRESS_OF[tier]: url, "PROD_DATABASE_URL": production}


@pytest.mark.parametrize("cell", SELECTION, ids=lambda cell: cell.name)
def test_selection(cell: cases.Cell) -> None:
    outcome = choose_database(
        cell.variables,
        interactive=cell.interactive,
        requested=cell.requested,
        allowed=cell.allowed,
        switches_in_files=cell.switches_in_files,
    )
    assert described(outcome) == cell.expected
    if isinstance(outcome, Refusal):
        assert outcome.reason
        assert outcome.hint
        assert not any(secret in repr(outcome) for secret in SECRETS)
    elif outcome.tier is not Tier.PROD:
        assert "prod" not in outcome.url


@pytest.mark.parametrize("tier", [Tier.INT, Tier.STG, Tier.CI])
@pytest.mark.parametrize(("name", "url"), cases.production_spellings(), ids=lambda value: value[:40])
def test_no_tier_leads_to_production_however_it_is_spelled(tier: Tier, name: str, url: str) -> None:
    outcome = choose_database(with_address(tier, url), interactive=True)
    assert isinstance(outcome, Refusal), name
    assert "production" in outcome.reason


@pytest.mark.parametrize("tier", [Tier.INT, Tier.CI])
@pytest.mark.parametrize(("production", "other"), cases.same_machine_spellings())
def test_one_machine_under_two_names_is_one(tier: Tier, production: str, other: str) -> None:
    environment = with_address(tier, f"postgresql://u@{other}/a_test", f"postgresql://u@{production}/live")
    outcome = choose_database(environment, interactive=False)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "it is on the production host"


@pytest.mark.parametrize(("production", "other"), cases.different_machines())
def test_two_machines_are_two(production: str, other: str) -> None:
    environment = with_address(Tier.INT, f"postgresql://u@{other}/a_test", f"postgresql://u@{production}/live")
    assert described(choose_database(environment, interactive=False)) == "int"


def test_two_names_that_resolve_to_one_address_are_one() -> None:
    numbers = {"alias.example.net": frozenset({"203.0.113.7"}), "db.prod.example.com": frozenset({"203.0.113.7"})}
    environment = with_address(Tier.INT, "postgresql://u@alias.example.net/a_test")
    outcome = choose_database(environment, interactive=False, resolve=lambda host: numbers.get(host, frozenset()))
    assert isinstance(outcome, Refusal)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "203.0.113.7", "2001:db8::1", "no-such-name.invalid"])
def test_looking_up_a_host_needs_no_network_for_numbers_and_never_fails(host: str) -> None:
    assert look_up(host) == frozenset()


@pytest.mark.parametrize("tier", [Tier.INT, Tier.STG, Tier.CI])
@pytest.mark.parametrize(("name", "url"), cases.unreadable_addresses(), ids=lambda value: ascii(value)[:40])
def test_an_address_that_could_lead_elsewhere_is_refused(tier: Tier, name: str, url: str) -> None:
    outcome = choose_database(with_address(tier, url), interactive=True)
    assert isinstance(outcome, Refusal), name
    assert ADDRESS_OF[tier] in outcome.reason


@pytest.mark.parametrize(("name", "url"), cases.unreadable_addresses(), ids=lambda value: ascii(value)[:40])
def test_while_production_cannot_be_read_nothing_else_is_used(name: str, url: str) -> None:
    """Nobody could tell whether INT is production."""
    environment = with_address(Tier.INT, cases.INT_URL, production=url)
    assert isinstance(choose_database(environment, interactive=True), Refusal), name


@pytest.mark.parametrize(("database", "allowed"), cases.CI_NAMES.items())
def test_ci_wants_the_word_test_in_the_name(database: str, allowed: bool) -> None:
    environment = with_address(Tier.CI, f"postgresql://u:p@postgres/{database}")
    assert described(choose_database(environment, interactive=False)) == ("ci" if allowed else cases.REFUSED)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgres://u@h/d", "postgresql+asyncpg://u@h:5432/d"),
        ("postgresql://u:p%40ss@h:6000/d", "postgresql+asyncpg://u:p%40ss@h:6000/d"),
        ("postgresql+asyncpg://u:p@H.example./d_1", "postgresql+asyncpg://u:p@h.example:5432/d_1"),
        ("postgresql://h/d?sslmode=require", "postgresql+asyncpg://h:5432/d?ssl=require"),
        ("postgresql://[2001:DB8::1]/d", "postgresql+asyncpg://[2001:db8::1]:5432/d"),
        ("postgresql://127.1/d", "postgresql+asyncpg://127.0.0.1:5432/d"),
    ],
)
def test_an_address_leaves_nothing_for_a_driver_to_fill_in(written: str, read: str) -> None:
    assert parse_address(written).url == read
    assert parse_address(read).url == read


@pytest.mark.parametrize("secret", ["hunter2", "p@ss", "p ss", "p#ss", "p/ss", "p\\ss", "p\x00ss", "[p", "p:ss@x"])
def test_what_is_said_about_an_address_never_holds_its_password(secret: str) -> None:
    for url in (
        f"postgresql://u:{secret}@h:port/d",
        f"postgresql://u:{secret}@h:1/d?x={secret}",
        f"mysql://{secret}@h",
    ):
        with pytest.raises(AddressError) as caught:
            parse_address(url)
        assert secret not in str(caught.value)
        assert caught.value.__cause__ is None
    assert secret not in repr(parse_address("postgresql://u:" + "".join(f"%{ord(c):02x}" for c in secret) + "@h/d"))


def test_the_table_has_at_least_three_hundred_cells() -> None:
    spelled = len(list(product(range(3), cases.production_spellings()))) + 2 * len(cases.same_machine_spellings())
    refused = 4 * len(cases.unreadable_addresses())
    assert len({cell.name for cell in SELECTION}) == len(SELECTION)
    assert len(SELECTION) + spelled + refused >= 300


# The door: what is asked, said and kept.


SHOW = "from app.core.config import get_settings; print(get_settings().database_url)"


PRODUCTION = cases.ADDRESSES | {"USE_PROD_DATABASE": "true"}
UNATTENDED = PRODUCTION | {"INSTAINSTRU_PRODUCTION_MODE": "true"}


@pytest.fixture
def audit(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "logs" / "database_audit.jsonl")


def make_door(console: FakeConsole, *arguments: str) -> Door:
    return Door(console, arguments or ("script.py",), no_lookup, SystemClock())


def lines(audit: AuditLog) -> list[dict[str, object]]:
    return [json.loads(line) for line in audit.path.read_text().splitlines()]


def test_yes_opens_production_and_is_asked_for_once(audit: AuditLog) -> None:
    console = FakeConsole(interactive=True, answer="yes")
    door = make_door(console)
    choices = {door.open(PRODUCTION, audit) for _ in range(3)}
    assert [choice.tier for choice in choices] == [Tier.PROD]
    assert len(console.asked) == 1
    assert "instainstru_production on db.prod.example.com:5432" in console.said[0]
    assert "prod-pw" not in console.text
    (line,) = lines(audit)
    assert line["granted"] is True
    assert line["reason"] == "yes was typed"
    assert line["terminal"] is True


@pytest.mark.parametrize(
    "answer",
    ["", "no", "y", "Y", "YES", "Yes", "yes ", " yes", "yes!", "yesyes", "ja", "true", "1", "ye\bs", "\u0443es"],
)
def test_only_yes_is_yes(audit: AuditLog, answer: str) -> None:
    console = FakeConsole(interactive=True, answer=answer)
    with pytest.raises(DatabaseRefused):
        make_door(console).open(PRODUCTION, audit)
    (line,) = lines(audit)
    assert line["granted"] is False
    assert line["reason"] == "the answer was not yes"


def test_a_refusal_is_not_remembered_as_anything(audit: AuditLog) -> None:
    console = FakeConsole(interactive=True, answer="no")
    door = make_door(console)
    for _ in range(2):
        with pytest.raises(DatabaseRefused):
            door.open(PRODUCTION, audit)
    assert len(console.asked) == 2
    assert len(lines(audit)) == 2


def test_nobody_there_is_not_asked(audit: AuditLog) -> None:
    console = FakeConsole(interactive=False, answer="yes")
    with pytest.raises(DatabaseRefused):
        make_door(console).open(PRODUCTION, audit)
    assert console.asked == []


def test_production_mode_does_not_answer_for_a_person_who_is_there(audit: AuditLog) -> None:
    console = FakeConsole(interactive=True, answer="no")
    with pytest.raises(DatabaseRefused):
        make_door(console).open(UNATTENDED, audit)
    assert len(console.asked) == 1


def test_a_refusal_ends_a_program_without_a_trace_and_can_be_caught() -> None:
    refused = DatabaseRefused("why")
    assert isinstance(refused, SystemExit)
    assert isinstance(refused, RuntimeError)
    assert refused.code == 1


def test_a_question_that_cannot_be_seen_is_not_asked(tmp_path: Path) -> None:
    """A person's keyboard, but stderr in a file: nobody can see what they would agree to."""
    here, there = pty.openpty()
    environ = entry_points.make_environ(tmp_path, PRODUCTION)
    os.write(here, b"yes\n")
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=environ,
        cwd=entry_points.BACKEND,
        stdin=there,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(here)
    os.close(there)
    assert done.returncode == 1
    assert "nobody is there to type yes" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("tier", "variables", "colour"),
    [
        (Tier.INT, cases.ADDRESSES, 32),
        (Tier.STG, cases.ADDRESSES | {"USE_STG_DATABASE": "true"}, 33),
        (Tier.PROD, UNATTENDED, 31),
        (Tier.CI, cases.ADDRESSES | {"CI": "true", "DATABASE_URL": cases.CI_URL}, 34),
    ],
)
@pytest.mark.parametrize("coloured", [True, False])
def test_every_tier_has_its_label(
    audit: AuditLog, tier: Tier, variables: dict[str, str], colour: int, coloured: bool
) -> None:
    console = FakeConsole(coloured=coloured)
    make_door(console).open(variables, audit)
    label = f"\033[{colour}m[{tier.name}]\033[0m" if coloured else f"[{tier.name}]"
    assert console.said[0].startswith(f"{label} ")
    assert ("\033" in console.text) is coloured


@pytest.mark.parametrize("cell", SELECTION[:48] + SELECTION[-30:], ids=lambda cell: cell.name)
def test_every_decision_leaves_one_line_without_a_secret(cell: cases.Cell, audit: AuditLog) -> None:
    console = FakeConsole(interactive=cell.interactive, answer="yes")
    door = make_door(console, "script.py", cases.PROD_URL, "--password", "int-pw")
    try:
        door.open(
            cell.variables,
            audit,
            requested=cell.requested,
            allowed=cell.allowed,
            switches_in_files=cell.switches_in_files,
        )
        granted = True
    except DatabaseRefused:
        granted = False
    (line,) = lines(audit)
    assert line["granted"] is granted is (cell.expected != cases.REFUSED)
    assert line["terminal"] is cell.interactive
    assert line["reason"]
    assert line["tier"] in (None, *Tier)
    assert {"time", "host", "database", "user", "command"} <= line.keys()
    told = audit.path.read_text() + console.text
    assert not any(secret in told for secret in SECRETS)


def test_engines_are_made_only_for_what_the_door_granted(audit: AuditLog) -> None:
    door = make_door(FakeConsole())
    with pytest.raises(DatabaseRefused):
        door.choice_for(cases.INT_URL)
    door.open(cases.ADDRESSES, audit)
    assert door.choice_for(cases.INT_URL).tier is Tier.INT
    assert door.choice_for(cases.INT_URL + "_gw3").tier is Tier.INT
    for url in (cases.STG_URL, cases.PROD_URL, cases.INT_URL.replace("_test", "_stg"), "sqlite://", "nonsense"):
        with pytest.raises(DatabaseRefused):
            door.choice_for(url)


def test_a_tier_with_data_has_no_copies_beside_it(audit: AuditLog) -> None:
    door = make_door(FakeConsole())
    door.open(cases.ADDRESSES | {"USE_STG_DATABASE": "true"}, audit)
    with pytest.raises(DatabaseRefused):
        door.choice_for(cases.STG_URL.replace("_stg", "_test"))


def test_this_process_makes_no_engine_past_its_door() -> None:
    with pytest.raises(DatabaseRefused):
        create_engine(cases.PROD_URL)


@pytest.mark.parametrize(
    ("tier", "arguments", "variables", "expected"),
    [
        (Tier.INT, ("pytest",), {}, None),
        (Tier.CI, ("/usr/bin/pytest",), {}, None),
        (Tier.STG, ("pytest", "-q"), {}, "the test suite usually uses INT"),
        (Tier.PROD, ("/x/pytest/__main__.py",), {}, "the test suite usually uses INT"),
        (Tier.STG, ("uvicorn",), {}, None),
        (Tier.INT, ("/x/uvicorn/__main__.py",), {}, "the launcher uvicorn usually uses STG: USE_STG_DATABASE=true"),
        (Tier.INT, ("celery", "worker"), {}, "USE_STG_DATABASE=true"),
        (Tier.INT, ("./run_backend.py",), {}, "USE_STG_DATABASE=true"),
        (Tier.INT, ("script.py",), {}, None),
        (Tier.INT, (), {}, None),
        (Tier.INT, ("uvicorn",), {"RENDER": "true"}, "(RENDER is set) usually uses PROD: USE_PROD_DATABASE=true and"),
        (None, ("script.py",), {"RAILWAY_ENVIRONMENT": "x"}, "INSTAINSTRU_PRODUCTION_MODE=true"),
        (Tier.PROD, ("uvicorn",), {"DYNO": "web.1"}, None),
    ],
)
def test_it_suggests_what_is_usual_here(
    tier: Tier | None, arguments: tuple[str, ...], variables: dict[str, str], expected: str | None
) -> None:
    said = suggestion(tier, arguments, variables)
    assert said is None if expected is None else expected in (said or "")


# The audit log.


def test_the_log_is_ours_alone(audit: AuditLog) -> None:
    audit.path.parent.mkdir()
    audit.path.write_text("")
    audit.path.chmod(0o644)
    audit.record({"a": 1})
    assert stat.S_IMODE(audit.path.stat().st_mode) == 0o600


def test_the_log_rotates_and_keeps_a_few(tmp_path: Path) -> None:
    audit = AuditLog(tmp_path / "audit.jsonl", max_bytes=200, kept_files=3)
    for number in range(100):
        audit.record({"number": number})
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2", "audit.jsonl.3"]
    assert all(file.stat().st_size <= 200 for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert lines(audit)[-1] == {"number": 99}


def test_no_line_is_lost_or_torn_when_many_write(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"

    def write(writer: int) -> None:
        audit = AuditLog(path, max_bytes=2_000, kept_files=50)
        for number in range(50):
            audit.record({"writer": writer, "number": number})

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [json.loads(line) for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    assert {(line["writer"], line["number"]) for line in kept} == set(product(range(8), range(50)))


def _make_folder(path: Path) -> None:
    path.mkdir(parents=True)


def _make_link(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to("/dev/null")


def _make_pipe(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)


def _make_file_of_the_folder(path: Path) -> None:
    path.parent.write_text("")


OBSTACLES = [_make_folder, _make_link, _make_pipe, _make_file_of_the_folder]


@pytest.mark.parametrize("make_obstacle", OBSTACLES)
def test_production_is_refused_when_the_log_cannot_be_written(
    audit: AuditLog, make_obstacle: Callable[[Path], None]
) -> None:
    make_obstacle(audit.path)
    for console, variables in (
        (FakeConsole(interactive=True, answer="yes"), PRODUCTION),
        (FakeConsole(), UNATTENDED),
    ):
        with pytest.raises(DatabaseRefused, match="cannot be written"):
            make_door(console).open(variables, audit)
        assert "cannot be written" in console.text


@pytest.mark.parametrize("make_obstacle", OBSTACLES)
def test_other_tiers_go_on_and_say_so(audit: AuditLog, make_obstacle: Callable[[Path], None]) -> None:
    make_obstacle(audit.path)
    console = FakeConsole()
    assert make_door(console).open(cases.ADDRESSES, audit).tier is Tier.INT
    assert "cannot be written" in console.text


def test_a_device_keeps_nothing() -> None:
    with pytest.raises(OSError, match="not a regular file"):
        AuditLog(Path("/dev/null")).record({})


@pytest.mark.parametrize(
    ("arguments", "described_as"),
    [
        (("script.py", "int"), "script.py int"),
        (("x", "postgresql://u:topsecret@h/d"), "x postgresql://u:***@h/d"),
        (("x", "--url=postgres://u:topsecret@h/d?x=1"), "x --url=postgres://u:***@h/d?x=1"),
        (("x", "--password", "topsecret"), "x --password ***"),
        (("x", "--password=topsecret"), "x --password=***"),
        (("x", "API_KEY=topsecret"), "x API_KEY=***"),
        (("x", "-W", "known"), "x -W ***"),
        (("x", "redis://:topsecret@h"), "x redis://:***@h"),
    ],
)
def test_the_command_is_kept_without_its_secrets(arguments: tuple[str, ...], described_as: str) -> None:
    assert describe_command(arguments, ["known"]) == described_as


# The marker: what the database says about itself.


MARKERS = {
    "new": (Marker((), used=False), set(Tier)),
    "int": (Marker(("int",), used=True), {Tier.INT}),
    "stg": (Marker(("stg",), used=True), {Tier.STG}),
    "prod": (Marker(("prod",), used=True), {Tier.PROD}),
    "ci": (Marker(("ci",), used=True), {Tier.CI}),
    "int, without data": (Marker(("int",), used=False), {Tier.INT}),
    "none, with data": (Marker((), used=True), set()),
    "two rows": (Marker(("int", "prod"), used=True), set()),
    "a word that is no tier": (Marker(("production",), used=True), set()),
    "capitals": (Marker(("INT",), used=True), set()),
    "empty": (Marker(("",), used=True), set()),
}


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("name", MARKERS)
def test_a_database_is_used_only_as_what_it_says_it_is(tier: Tier, name: str) -> None:
    marker, usable_as = MARKERS[name]
    assert (objection(marker, {tier}) is None) == (tier in usable_as)


@pytest.mark.parametrize("name", MARKERS)
def test_nothing_is_destroyed_on_production_or_on_what_nobody_knows(name: str) -> None:
    marker, _ = MARKERS[name]
    destructible = name in {"new", "int", "stg", "ci", "int, without data"}
    assert (objection_to_destruction(marker) is None) == destructible


@pytest.fixture(scope="module")
async def marked_database(server_url: str) -> AsyncIterator[str]:
    """A migrated database of this module's own, whose marker the tests change."""
    async with clone(server_url, f"instainstru_test_{os.getpid()}_marked") as url:
        yield plain_url(url)


@pytest.fixture
async def marked_url(marked_database: str, request: pytest.FixtureRequest) -> str:
    """The same with the marker that the test's parameter says: `own` the tier of this run, no row for an empty one."""
    own = Tier.CI if is_ci(os.environ) else Tier.INT
    marker = own.value if request.param == "own" else request.param
    await execute(marked_database, "DELETE FROM database_marker")
    if marker:
        await execute(marked_database, f"INSERT INTO database_marker (tier) VALUES ('{marker}')")
    return marked_database


async def execute(url: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("marked_url", ["prod", "stg", "", "production"], indirect=True)
async def test_no_statement_runs_on_a_database_with_another_marker(marked_url: str) -> None:
    engine = create_engine(marked_url, pool_size=1)
    for _ in range(3):
        with pytest.raises(DatabaseRefused):
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
    await engine.dispose()
    ours = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'instainstru'"
    assert await execute(marked_url, ours) == []


@pytest.mark.parametrize("marked_url", ["own"], indirect=True)
async def test_the_right_marker_is_looked_at_once(marked_url: str) -> None:
    engine = create_engine(marked_url, poolclass=NullPool)
    async with engine.connect():
        pass
    await execute(marked_url, "UPDATE database_marker SET tier = 'prod'")
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT tier FROM database_marker"))).scalar_one() == "prod"
    await engine.dispose()


PROGRAM_THAT_DOWNGRADES = """
from alembic import command
from alembic.config import Config
command.downgrade(Config("alembic.ini"), "base")
"""
PROGRAM = entry_points.EntryPoint("a program that downgrades", ("-c", PROGRAM_THAT_DOWNGRADES))
MISMATCHED = (entry_points.UVICORN, entry_points.UPGRADE, entry_points.RESET, entry_points.PREP)


@pytest.mark.parametrize("marked_url", ["prod"], indirect=True)
@pytest.mark.parametrize("entry", MISMATCHED, ids=lambda entry: entry.name)
async def test_production_under_an_innocent_address_is_seen_by_its_marker(
    marked_url: str, entry: entry_points.EntryPoint, tmp_path: Path
) -> None:
    """No flag, no known production address: only the database itself can tell."""
    environ = entry_points.make_environ(tmp_path, {"INT_DATABASE_URL": marked_url})
    done = await asyncio.to_thread(entry_points.run_entry, entry, environ)
    assert done.code not in (0, None), done.output
    assert "its marker says PROD" in done.output
    await expect_whole(marked_url)
    (granted, *refused) = entry_points.read_audit(tmp_path)
    assert granted["granted"] is True
    assert {line["granted"] for line in refused} == {False}
    assert "marker" in refused[0]["reason"]


@pytest.mark.parametrize("marked_url", ["prod"], indirect=True)
@pytest.mark.parametrize("entry", [entry_points.DOWNGRADE, PROGRAM], ids=lambda entry: entry.name)
async def test_production_is_never_downgraded(marked_url: str, entry: entry_points.EntryPoint, tmp_path: Path) -> None:
    """Whoever may use production may not take it back."""
    environ = entry_points.make_environ(tmp_path, entry_points.UNATTENDED | {"PROD_DATABASE_URL": marked_url})
    done = await asyncio.to_thread(entry_points.run_entry, entry, environ)
    assert done.code not in (0, None), done.output
    assert "nothing is ever dropped" in done.output
    await expect_whole(marked_url)


@pytest.mark.parametrize("marked_url", ["prod"], indirect=True)
async def test_production_is_prepared_without_people(marked_url: str, tmp_path: Path) -> None:
    environ = entry_points.make_environ(tmp_path, entry_points.UNATTENDED | {"PROD_DATABASE_URL": marked_url})
    done = await asyncio.to_thread(entry_points.run_entry, entry_points.PREP_PROD, environ)
    assert done.code == 0, done.output
    assert "System data" in done.output
    assert "Demo city" not in done.output
    assert await execute(marked_url, "SELECT FROM users") == []


async def expect_whole(url: str) -> None:
    assert [row["tier"] for row in await execute(url, "SELECT tier FROM database_marker")] == ["prod"]
    assert len(await execute(url, "SELECT FROM categories")) > 0
    assert len(await execute(url, "SELECT FROM alembic_version")) == 1


# Every entry point, as it is run.


@pytest.fixture(scope="module")
def runner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[entry_points.Runner]:
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    calls = (getattr(item, "callspec", None) for item in request.session.items)
    wanted = [call.params["attempt"] for call in calls if call and "attempt" in call.params] if alone else []
    made = entry_points.Runner(tmp_path_factory.mktemp("attempts"), wanted)
    yield made
    made.close()


ATTEMPTS = entry_points.attempts()


@pytest.mark.parametrize("attempt", [attempt for attempt in ATTEMPTS if not attempt.let_in], ids=str)
def test_nothing_reaches_production_without_a_yes(attempt: entry_points.Attempt, runner: entry_points.Runner) -> None:
    result = runner.result(attempt)
    assert result.connections == 0
    assert result.outcome.code not in (0, None), result.outcome.output
    assert "refused" in result.outcome.output
    assert [line for line in result.audit if not line["granted"]]
    assert not [line for line in result.audit if line["granted"]]
    told = result.outcome.output + json.dumps(result.audit)
    assert not any(secret in told for secret in SECRETS)


@pytest.mark.parametrize("attempt", [attempt for attempt in ATTEMPTS if attempt.let_in], ids=str)
def test_with_a_yes_the_counting_server_counts(attempt: entry_points.Attempt, runner: entry_points.Runner) -> None:
    """The control: the tests above would see a connection if there were one."""
    result = runner.result(attempt)
    assert (result.connections > 0) is attempt.entry.connects, result.outcome.output
    assert {line["tier"] for line in result.audit if line["granted"]} == {"prod"}
    assert "prod-pw" not in result.outcome.output + json.dumps(result.audit)


def on_this_machine(value: str, production_port: int) -> str:
    """A cell's address, at a port where nobody listens; production's at the counting server."""
    ports = {cases.INT_URL: 1, cases.STG_URL: 2, cases.CI_URL: 3, cases.PROD_URL: production_port}
    if value not in ports:
        return value.replace("db.prod.example.com", "127.0.0.1")
    credentials, _, place = value.partition("@")
    return f"{credentials}@127.0.0.1:{ports[value]}/{place.partition('/')[2]}"


def test_the_table_holds_in_processes_too(tmp_path: Path) -> None:
    """Every cell that needs no terminal, with settings, engine and a try to connect: nothing but `both` gets there."""
    listed = [
        cell
        for cell in SELECTION
        if not (cell.interactive or cell.requested or cell.switches_in_files or len(cell.allowed) < len(Tier))
    ]
    assert len(listed) > 150
    for unattended in (False, True):
        group = [cell for cell in listed if (cell.expected == cases.UNATTENDED) is unattended]
        with entry_points.CountingServer() as server:
            environs = [
                {name: on_this_machine(value, server.port) for name, value in cell.variables.items()}
                | {"DATABASE_AUDIT_FILE": str(tmp_path / "audit.jsonl")}
                for cell in group
            ]
            outcomes = entry_points.run_batch(environs, tmp_path)
            assert server.connections == 0 or unattended
            assert server.connections >= len(group) or not unattended
        expected = ["prod" if unattended else cell.expected for cell in group]
        assert dict(zip([cell.name for cell in group], outcomes, strict=True)) == dict(
            zip([cell.name for cell in group], expected, strict=True)
        )


@pytest.fixture(scope="module")
def other_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kernel with its servers in a folder of its own, whose `.env` files are the tests'."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in ("app/core", "embedded"):
        source, target = entry_points.BACKEND / part, folder / "backend" / part
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "backend" / "app" / "__init__.py").touch()
    return folder


@pytest.mark.parametrize(
    ("file", "content", "variables", "printed"),
    [
        (".env", "USE_PROD_DATABASE=true\nINSTAINSTRU_PRODUCTION_MODE=true", {}, "stands in a .env file"),
        ("backend/.env", "export USE_STG_DATABASE='true'", {}, "USE_STG_DATABASE stands in a .env file"),
        (".env", "INT_DATABASE_URL=postgresql://u@one.example/from_file\nUSE_PROD_DATABASE=false", {}, "from_file"),
        (".env", "INT_DATABASE_URL=postgresql://u@one.example/from_file", {"INT_DATABASE_URL": ""}, "instainstru_test"),
        (".env", "PROD_DATABASE_URL=postgresql://u@127.0.0.1:54321/x", {}, "it is on the production host"),
    ],
)
def test_files_hold_addresses_and_no_flags(
    other_checkout: Path, file: str, content: str, variables: dict[str, str], printed: str
) -> None:
    path = other_checkout / file
    path.write_text(content)
    # The kernel is this checkout's copy; what it needs beside it comes from the real one.
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(entry_points.BACKEND), **variables}
    done = entry_points.run_alone([sys.executable, "-c", SHOW], environ, other_checkout / "backend")
    path.unlink()
    assert printed in done.output
    assert (other_checkout / "logs" / "database_audit.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "printed"),
    [
        ((), {}, 0, "Safe: nothing reaches production without a typed yes"),
        (("--expect", "int"), {"USE_STG_DATABASE": "true"}, 1, "would use STG, not INT"),
        ((), entry_points.UNATTENDED, 1, "production is open to programs that nobody watches"),
        (("--expect", "prod"), entry_points.UNATTENDED, 0, "As it should be"),
        ((), {"USE_STG_DATABASE": "yes"}, 1, "A plain program would be refused"),
        ((), {"DATABASE_AUDIT_FILE": "/dev/null"}, 1, "cannot be written"),
    ],
)
def test_the_check_says_what_is_reachable_and_reaches_nothing(
    tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], code: int, printed: str
) -> None:
    with entry_points.CountingServer() as server:
        production = f"postgresql://owner:prod-pw@127.0.0.1:{server.port}/instainstru_production"
        environ = entry_points.make_environ(tmp_path, {"PROD_DATABASE_URL": production, **variables})
        command = [sys.executable, "scripts/check_database_safety.py", *arguments]
        done = entry_points.run_alone(command, environ, entry_points.BACKEND)
    assert done.code == code, done.output
    assert printed in done.output
    assert server.connections == 0
    assert not any(secret in done.output for secret in SECRETS)


# Nothing in the code goes around the door.


def code_of(*folders: str) -> dict[str, str]:
    """By path; without the demonstration, which sets variables for others to read."""
    files = chain.from_iterable((entry_points.BACKEND / folder).rglob("*.py") for folder in folders)
    code = {str(file.relative_to(entry_points.BACKEND)): file.read_text() for file in files}
    code.pop("scripts/demonstrate_database_safety.py")
    return code


@pytest.mark.parametrize(
    ("pattern", "allowed_in"),
    [
        (r"database_url_raw\b", {"app/core/config.py"}),
        (r"\b(create_async_engine|create_engine_from_config|async_engine_from_config)\(", {"app/core/database.py"}),
        (r"from sqlalchemy import .*\bcreate_engine\b", set()),
        (r"\basyncpg\.(connect|create_pool)\(", {"scripts/databases.py"}),
        (r"\b(psycopg|psycopg2|pg8000)\b", set()),
        (r"[\"'](INT_|STG_|PROD_)?DATABASE_URL[\"']", {"app/core/config.py", "app/core/database_config.py"}),
        (r"[\"']INSTAINSTRU_PRODUCTION_MODE[\"']", {"app/core/database_config.py"}),
    ],
)
def test_there_is_no_way_around_the_door(pattern: str, allowed_in: set[str]) -> None:
    files = code_of("app", "scripts", "seeds", "alembic")
    found = {name for name, code in files.items() if re.search(pattern, code)}
    assert found <= allowed_in
