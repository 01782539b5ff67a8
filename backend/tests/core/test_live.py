"""Live updates within a process, and through a Valkey that comes and goes."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.cache import CircuitBreaker
from app.core.config import Settings
from app.core.container import build_listening_redis, build_redis
from app.core.errors import TooManyRequests, Unavailable
from app.core.live import Follower, LiveUpdates, MemoryLiveUpdates, RedisLiveUpdates, TimeChange, TimeChanges
from tests.valkey_server import ValkeyServer

MONDAY = date(2027, 3, 8)
TUESDAY = MONDAY + timedelta(days=1)
SUNDAY = MONDAY + timedelta(days=6)
SOON = 0.5
WITHIN_TWO_SECONDS = 2.0


@pytest.fixture
def teacher() -> uuid.UUID:
    return uuid.uuid4()


def changed(teacher: uuid.UUID, *days: date, again: float | None = None) -> TimeChange:
    return TimeChange(teacher, frozenset(days), again)


class TestFollowing:
    async def test_a_page_hears_of_the_days_that_it_shows(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        async with live.follow(teacher, MONDAY, TUESDAY, "here") as follower:
            await live.publish(changed(teacher, TUESDAY, SUNDAY))
            assert await follower.changes(SOON) == [TUESDAY]

    async def test_whatever_days_it_shows_when_all_of_the_time_changed(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        async with live.follow(teacher, MONDAY, TUESDAY, "here") as follower:
            await live.publish(TimeChange.from_json(TimeChange(teacher, None).to_json().encode()))
            assert await follower.changes(SOON) == [MONDAY, TUESDAY]

    async def test_other_days_and_other_people_are_silence(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        async with live.follow(teacher, MONDAY, TUESDAY, "here") as follower:
            await live.publish(changed(teacher, SUNDAY))
            await live.publish(changed(uuid.uuid4(), MONDAY))
            assert await follower.changes(0.05) == []

    async def test_a_burst_is_one_answer(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        async with live.follow(teacher, MONDAY, SUNDAY, "here") as follower:
            waiting = asyncio.create_task(follower.changes(SOON))
            for day in (TUESDAY, MONDAY, TUESDAY):
                await live.publish(changed(teacher, day))
                await asyncio.sleep(0)
            assert await waiting == [MONDAY, TUESDAY]
            assert await follower.changes(0.05) == []

    async def test_a_hold_is_told_again_when_it_ends(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        await live.publish(changed(teacher, MONDAY, again=0.1))
        async with live.follow(teacher, MONDAY, MONDAY, "here") as follower:
            assert await follower.changes(SOON) == [MONDAY]
        await live.close()

    async def test_leaving_frees_everything(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates(per_address=1, overall=1)
        for _ in range(3):
            async with live.follow(teacher, MONDAY, MONDAY, "here"):
                assert len(live) == 1
        assert len(live) == 0

    async def test_an_address_and_a_process_have_only_so_much_room(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates(per_address=2, overall=3)
        async with AsyncExitStack() as pages:
            for address in ("one", "one", "other"):
                await pages.enter_async_context(live.follow(teacher, MONDAY, MONDAY, address))
            with pytest.raises(Unavailable):
                await pages.enter_async_context(live.follow(teacher, MONDAY, MONDAY, "third"))
        async with AsyncExitStack() as pages:
            for _ in range(2):
                await pages.enter_async_context(live.follow(teacher, MONDAY, MONDAY, "one"))
            with pytest.raises(TooManyRequests):
                await pages.enter_async_context(live.follow(teacher, MONDAY, MONDAY, "one"))

    async def test_stopping_ends_those_who_wait_and_those_who_come(self, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        async with live.follow(teacher, MONDAY, MONDAY, "here") as follower:
            waiting = asyncio.create_task(follower.changes(10))
            await asyncio.sleep(0)
            live.stop()
            assert await asyncio.wait_for(waiting, SOON) == []
            assert follower.is_over
        async with live.follow(teacher, MONDAY, MONDAY, "here") as late:
            assert late.is_over


class TestCommitting:
    async def test_what_is_committed_is_told(self, session: AsyncSession, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        changes = TimeChanges(session, live)
        async with live.follow(teacher, MONDAY, MONDAY, "here") as follower:
            async with changes.transaction():
                changes.tell(teacher, [MONDAY])
                assert await follower.changes(0.05) == []
            assert await follower.changes(SOON) == [MONDAY]

    async def test_what_is_rolled_back_never_happened(self, session: AsyncSession, teacher: uuid.UUID) -> None:
        live = MemoryLiveUpdates()
        changes = TimeChanges(session, live)
        async with live.follow(teacher, MONDAY, MONDAY, "here") as follower:
            with pytest.raises(ZeroDivisionError):
                await tell_and_fail(changes, teacher)
            assert await follower.changes(0.05) == []


async def tell_and_fail(changes: TimeChanges, teacher: uuid.UUID) -> None:
    async with changes.transaction():
        changes.tell(teacher, [MONDAY])
        raise ZeroDivisionError


def process(valkey: ValkeyServer) -> RedisLiveUpdates:
    """As each process has one."""
    settings = Settings(redis_url=valkey.url, _env_file=None)
    return RedisLiveUpdates(
        build_redis(settings), build_listening_redis(settings), CircuitBreaker(), MemoryLiveUpdates()
    )


@pytest.fixture
async def processes(valkey: ValkeyServer) -> AsyncIterator[tuple[RedisLiveUpdates, RedisLiveUpdates]]:
    one, other = process(valkey), process(valkey)
    yield one, other
    for live in (one, other):
        await live.close()


async def hears(follower: Follower, live: LiveUpdates, change: TimeChange) -> bool:
    await live.publish(change)
    return await follower.changes(WITHIN_TWO_SECONDS) == sorted(change.dates or ())


class TestThroughRedis:
    async def test_processes_hear_of_each_other(
        self, processes: tuple[RedisLiveUpdates, RedisLiveUpdates], teacher: uuid.UUID
    ) -> None:
        one, other = processes
        async with (
            one.follow(teacher, MONDAY, SUNDAY, "here") as near,
            other.follow(teacher, MONDAY, MONDAY, "here") as far,
        ):
            assert await hears(far, one, changed(teacher, MONDAY))
            assert await near.changes(SOON) == [MONDAY]

    async def test_what_was_published_is_told_by_a_process_that_ends(
        self, valkey: ValkeyServer, processes: tuple[RedisLiveUpdates, RedisLiveUpdates], teacher: uuid.UUID
    ) -> None:
        async def publish_and_end() -> None:
            ending = process(valkey)
            await ending.publish(changed(teacher, MONDAY))
            await ending.close()

        _, other = processes
        async with other.follow(teacher, MONDAY, MONDAY, "here") as far:
            # A loop of its own, which takes with it whatever is not done when it ends.
            await asyncio.to_thread(asyncio.run, publish_and_end())
            assert await far.changes(WITHIN_TWO_SECONDS) == [MONDAY]

    async def test_a_process_listens_once_for_all_of_its_followers(
        self, valkey: ValkeyServer, processes: tuple[RedisLiveUpdates, RedisLiveUpdates], teacher: uuid.UUID
    ) -> None:
        one, _ = processes
        async with AsyncExitStack() as pages:
            for _ in range(5):
                await pages.enter_async_context(one.follow(teacher, MONDAY, MONDAY, "here"))
            redis = build_redis(Settings(redis_url=valkey.url, _env_file=None))
            assert await redis.pubsub_numsub("live:time") == [(b"live:time", 1)]
            await redis.aclose()

    async def test_redis_gone_and_back(
        self, valkey: ValkeyServer, processes: tuple[RedisLiveUpdates, RedisLiveUpdates], teacher: uuid.UUID
    ) -> None:
        one, other = processes
        async with (
            one.follow(teacher, MONDAY, MONDAY, "here") as near,
            other.follow(teacher, MONDAY, MONDAY, "here") as far,
        ):
            assert await hears(far, one, changed(teacher, MONDAY))
            await near.changes(SOON)
            valkey.kill()
            assert await hears(near, one, changed(teacher, MONDAY)), "the own process does without"
            assert await far.changes(SOON) == []
            valkey.start()
            assert await far.changes(WITHIN_TWO_SECONDS) == [MONDAY], "told to look again"
            await near.changes(WITHIN_TWO_SECONDS)
            assert await hears(far, one, changed(teacher, MONDAY))

    async def test_a_page_opens_while_redis_is_gone(
        self, valkey: ValkeyServer, processes: tuple[RedisLiveUpdates, RedisLiveUpdates], teacher: uuid.UUID
    ) -> None:
        one, _ = processes
        valkey.kill()
        async with one.follow(teacher, MONDAY, MONDAY, "here") as follower:
            valkey.start()
            assert await follower.changes(WITHIN_TWO_SECONDS) == [MONDAY]
