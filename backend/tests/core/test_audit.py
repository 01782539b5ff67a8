"""The audit log: what the database refuses, and every tampering of somebody whom it cannot refuse anything."""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.audit import (
    Anchor,
    AnchorFile,
    AuditAction,
    AuditFilter,
    AuditReader,
    AuditTrail,
    Flaw,
    Link,
    check_chain,
    link_hash,
)
from app.core.clock import FixedClock
from app.core.container import Container
from tests.proof import scaled

ROWS = 30
APP_ROLE = Path(__file__).resolve().parents[3] / "deploy" / "postgres" / "app-role.sql"


@pytest.fixture
async def trail(session: AsyncSession, clock: FixedClock) -> AuditTrail:
    """A log with some rows in it."""
    trail = AuditTrail(session, clock)
    actions = list(AuditAction)
    for number in range(ROWS):
        await trail.record(
            actions[number % len(actions)],
            actor_id=uuid.uuid4() if number % 3 else None,
            subject_id=uuid.uuid4(),
            details={"number": number, "words": "é\n2:x", "nested": {"b": [1, 2.50], "a": None}},
        )
    await session.commit()
    return trail


async def flaws_of(session: AsyncSession, anchors: Sequence[Anchor] = ()) -> list[Flaw]:
    return check_chain(await AuditReader(session).links(), anchors)


async def test_rows_are_counted_and_chained_and_the_chain_is_whole(trail: AuditTrail, session: AsyncSession) -> None:
    links = await AuditReader(session).links()
    assert [link.id for link in links] == list(range(1, ROWS + 1))
    assert [link.previous_hash for link in links[1:]] == [link.hash for link in links[:-1]]
    head = await AuditReader(session).head()
    assert head is not None
    assert await flaws_of(session, [head, Anchor(3, links[2].hash)]) == []


async def test_what_a_writer_says_of_number_and_hash_is_not_believed(session: AsyncSession, trail: AuditTrail) -> None:
    await session.execute(
        text(
            "INSERT INTO audit_log (id, at, action, details, previous_hash, hash)"
            " VALUES (7, now(), 'user.viewed', '{}', 'x', 'y')"
        )
    )
    assert await flaws_of(session) == []
    entries, total = await AuditReader(session).list_entries(AuditFilter(), 1, 0)
    assert (entries[0].id, total) == (ROWS + 1, ROWS + 1)


async def test_it_is_found_by_what_was_done_by_whom_and_to_whom(session: AsyncSession, clock: FixedClock) -> None:
    trail, admin, student = AuditTrail(session, clock), uuid.uuid4(), uuid.uuid4()
    await trail.record(AuditAction.USER_VIEWED, actor_id=admin, subject_id=student)
    await trail.record(AuditAction.USER_SUSPENDED, actor_id=admin, subject_id=uuid.uuid4())
    now = clock.now()
    for which, found in (
        (AuditFilter(actor_id=admin), 2),
        (AuditFilter(subject_id=student), 1),
        (AuditFilter(action=AuditAction.USER_SUSPENDED, actor_id=admin), 1),
        (AuditFilter(actor_id=admin, first_at=now), 2),
        (AuditFilter(actor_id=admin, last_at=now), 0),
    ):
        assert (await AuditReader(session).list_entries(which, 20, 0))[1] == found


async def test_writers_at_the_same_time_follow_each_other(live_container: Container) -> None:
    async def write(number: int) -> None:
        async with live_container.database.session() as session:
            trail = AuditTrail(session, live_container.clock)
            await trail.record(AuditAction.USER_VIEWED, actor_id=None, details={"number": number})
            # What is rolled back leaves no gap.
            await (session.rollback() if number % 5 == 0 else session.commit())

    await asyncio.gather(*(write(number) for number in range(50)))
    async with live_container.database.session() as session:
        links = await AuditReader(session).links()
    assert [link.id for link in links] == list(range(1, 41))
    assert check_chain(links, []) == []


class TestRefusals:
    """What the database says to anybody who is not out to break it, the owner included."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_log SET details = '{}'",
            "UPDATE audit_log SET action = action WHERE false",
            "DELETE FROM audit_log WHERE id = 1",
            "TRUNCATE audit_log",
            "INSERT INTO audit_log VALUES (1, now(), null, 'x', null, '{}') ON CONFLICT (id) DO UPDATE SET at = now()",
        ],
    )
    @pytest.mark.parametrize("role", ["origin", "replica"])
    async def test_rows_are_neither_changed_nor_removed(
        self, trail: AuditTrail, session: AsyncSession, statement: str, role: str
    ) -> None:
        await session.execute(text(f"SET LOCAL session_replication_role = {role}"))
        with pytest.raises(DBAPIError, match="only ever added to"):
            await session.execute(text(statement))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_log SET details = '{}'",
            "DELETE FROM audit_log",
            "TRUNCATE audit_log",
            "ALTER TABLE audit_log DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_log_keep ON audit_log",
            "DROP TABLE audit_log",
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "SET session_replication_role = replica",
            "UPDATE alembic_version SET version_num = 'x'",
            "DELETE FROM database_marker",
        ],
    )
    async def test_the_applications_role_cannot_even_take_the_guards_away(
        self, trail: AuditTrail, session: AsyncSession, connection: AsyncConnection, statement: str
    ) -> None:
        await become_the_application(connection)
        with pytest.raises(DBAPIError) as refused:
            await session.execute(text(statement))
        assert getattr(refused.value.orig, "sqlstate", None) == "42501"

    async def test_the_applications_role_can_write_and_read(
        self, trail: AuditTrail, session: AsyncSession, connection: AsyncConnection
    ) -> None:
        await become_the_application(connection)
        await trail.record(AuditAction.USER_VIEWED, actor_id=None)
        assert await flaws_of(session) == []
        assert len(await AuditReader(session).links()) == ROWS + 1


async def become_the_application(connection: AsyncConnection) -> None:
    """Until the test's transaction is rolled back, the role with it."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute(APP_ROLE.read_text())
    await raw.execute("SET LOCAL ROLE instainstru_app")


# Somebody with all rights, the triggers off: what they do to a log of ROWS rows.

Tampering = Callable[[AsyncSession, random.Random], Awaitable[None]]


async def change_a_field(session: AsyncSession, draw: random.Random) -> None:
    field = draw.choice(
        [
            "details = details || '{\"number\": -1}'",
            "action = action || ' '",
            "actor_id = gen_random_uuid()",
            "subject_id = NULL",
            "at = at + interval '1 microsecond'",
            "request_id = coalesce(request_id, '') || 'x'",
            "hash = md5(hash) || md5(hash)",
            "previous_hash = reverse(previous_hash)",
        ]
    )
    await session.execute(text(f"UPDATE audit_log SET {field} WHERE id = :id"), {"id": draw.randint(2, ROWS)})


async def change_and_hash_again(session: AsyncSession, draw: random.Random) -> None:
    """The row agrees with itself; with the newest one changed, only an anchor can know."""
    await rewrite_from(session, draw.randint(1, ROWS), rows=1)


async def rewrite_the_rest(session: AsyncSession, draw: random.Random) -> None:
    """Everything after it is hashed again too: the chain agrees with itself."""
    await rewrite_from(session, draw.randint(1, ROWS), rows=ROWS)


async def delete_some(session: AsyncSession, draw: random.Random) -> None:
    first = draw.randint(1, ROWS - 1)
    await session.execute(
        text("DELETE FROM audit_log WHERE id BETWEEN :first AND :last"),
        {"first": first, "last": draw.randint(first, ROWS - 1)},
    )


async def delete_and_close_the_gap(session: AsyncSession, draw: random.Random) -> None:
    gone = draw.randint(1, ROWS - 1)
    await session.execute(text("DELETE FROM audit_log WHERE id = :id"), {"id": gone})
    for number in range(gone + 1, ROWS + 1):
        await session.execute(text("UPDATE audit_log SET id = id - 1 WHERE id = :id"), {"id": number})


async def insert_between(session: AsyncSession, draw: random.Random) -> None:
    place = draw.randint(1, ROWS - 1)
    for number in range(ROWS, place, -1):
        await session.execute(text("UPDATE audit_log SET id = id + 1 WHERE id = :id"), {"id": number})
    await session.execute(
        text(
            "INSERT INTO audit_log SELECT id + 1, at, actor_id, 'user.viewed', subject_id, details, request_id, hash,"
            " md5(hash) || md5(hash) FROM audit_log WHERE id = :id"
        ),
        {"id": place},
    )


async def swap_two(session: AsyncSession, draw: random.Random) -> None:
    one, other = draw.sample(range(1, ROWS + 1), 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        await session.execute(text("UPDATE audit_log SET id = :after WHERE id = :before"), locals_of(before, after))


def locals_of(before: int, after: int) -> dict[str, int]:
    return {"before": before, "after": after}


async def cut_off_the_end(session: AsyncSession, draw: random.Random) -> None:
    await session.execute(text("DELETE FROM audit_log WHERE id > :id"), {"id": draw.randint(1, ROWS - 1)})


async def remove_all(session: AsyncSession, draw: random.Random) -> None:
    await session.execute(text("TRUNCATE audit_log"))


async def rewrite_from(session: AsyncSession, first: int, rows: int) -> None:
    """Changes a row and gives it, and as many after it, the hashes that belong to what now stands there."""
    update = text("UPDATE audit_log SET details = '{\"forged\": true}' WHERE id = :id")
    await session.execute(update, {"id": first})
    links = await AuditReader(session).links()
    previous = links[first - 1].previous_hash
    for link in links[first - 1 : first - 1 + rows]:
        digest = link_hash(previous, link.contents)
        await session.execute(
            text("UPDATE audit_log SET previous_hash = :previous, hash = :hash WHERE id = :id"),
            {"previous": previous, "hash": digest, "id": link.id},
        )
        previous = digest


TAMPERINGS: list[Tampering] = [
    change_a_field,
    change_and_hash_again,
    rewrite_the_rest,
    delete_some,
    delete_and_close_the_gap,
    insert_between,
    swap_two,
    cut_off_the_end,
    remove_all,
]
# What a chain cannot know of itself: it needs a head that was kept elsewhere.
NEED_AN_ANCHOR = {rewrite_the_rest, cut_off_the_end, remove_all}


@pytest.mark.proof
async def test_a_hundred_of_a_hundred_tamperings_are_found(
    trail: AuditTrail, session: AsyncSession, connection: AsyncConnection
) -> None:
    head = await AuditReader(session).head()
    assert head is not None
    await session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER ALL"))
    draw, found, tries = random.Random(2027), 0, scaled(100, 2_000)
    for number in range(tries):
        undo = await session.begin_nested()
        await TAMPERINGS[number % len(TAMPERINGS)](session, draw)
        found += bool(await flaws_of(session, [head]))
        await undo.rollback()
        session.expire_all()
    assert found == tries
    assert await flaws_of(session, [head]) == []


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: str(tampering.__name__))
async def test_only_these_need_an_anchor(trail: AuditTrail, session: AsyncSession, tampering: Tampering) -> None:
    """The control: without anchors exactly the tamperings that leave a sound chain go unseen."""
    await session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER ALL"))
    await tampering(session, random.Random(4))
    assert bool(await flaws_of(session)) is (tampering not in NEED_AN_ANCHOR)


class TestChain:
    """The check alone, without a database."""

    def test_a_flaw_is_named_where_it_is(self) -> None:
        links = list(chain(5))
        assert check_chain(links, [Anchor(5, links[4].hash)]) == []
        links[2] = replace(links[2], contents=("other",))
        assert [flaw.id for flaw in check_chain(links, [])] == [3]
        del links[1]
        assert [flaw.id for flaw in check_chain(links, [])] == [2, 3]

    def test_texts_that_read_alike_together_have_other_hashes(self) -> None:
        shapes: list[tuple[str | None, ...]] = [("a", "b"), ("ab", ""), ("a\n1:b",), ("a", None), (None, "a"), ("-",)]
        assert len({link_hash("0", contents) for contents in shapes}) == len(shapes)

    def test_anchors_are_kept_once_and_in_order(self, tmp_path: Path) -> None:
        file = AnchorFile(tmp_path / "far" / "anchors.jsonl")
        assert file.read() == []
        assert [file.append(Anchor(number, "h")) for number in (1, 1, 2)] == [True, False, True]
        assert file.read() == [Anchor(1, "h"), Anchor(2, "h")]


def chain(length: int) -> Iterator[Link]:
    previous = "0" * 64
    for number in range(1, length + 1):
        contents: tuple[Any, ...] = (str(number),)
        digest = link_hash(previous, contents)
        yield Link(number, contents, previous, digest)
        previous = digest
