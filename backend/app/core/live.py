"""Live updates: tells open pages that an instructor's time went or came, and nothing of who did what.

A change is published when it is committed, to every process that serves pages. It is courtesy: whoever misses one sees
the truth when they next ask, and what Redis loses is lost.
"""

import asyncio
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

import structlog
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.cache import UNREACHABLE, CircuitBreaker
from app.core.errors import TooManyRequests, Unavailable
from app.core.metrics import LIVE_FOLLOWERS
from app.core.service import BaseService

log = structlog.get_logger(__name__)

CHANNEL = "live:time"
# Many households may share an address, and a web app that passes requests on has one for all of them.
FOLLOWERS_PER_ADDRESS = 200
FOLLOWERS_PER_PROCESS = 2_000
SECONDS_UNTIL_THERE_MAY_BE_ROOM = 30
# A burst of changes is one answer, so that a thousand pages do not ask again for each of them.
GATHER_SECONDS = 0.2
# Changes are sent together, and after the answers to those who made them.
SEND_AFTER_SECONDS = 0.01
# How long a new follower waits for the first subscription: later changes are then certain to reach it.
SUBSCRIBE_SECONDS = 1.0
RECONNECT_SECONDS = 0.5
# A connection on which nothing was heard for this long is asked whether it lives.
HEARTBEAT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class TimeChange:
    """On which days an instructor's free time changed; None for whatever days somebody looks at.

    `again_in_seconds` is when it will change once more without anybody doing anything: a hold ends.
    """

    instructor_id: uuid.UUID
    dates: frozenset[date] | None
    again_in_seconds: float | None = None

    def to_json(self) -> str:
        days = None if self.dates is None else sorted(day.isoformat() for day in self.dates)
        return json.dumps({"instructor_id": str(self.instructor_id), "dates": days, "again": self.again_in_seconds})

    @classmethod
    def from_json(cls, text: bytes) -> "TimeChange":
        read = json.loads(text)
        days = None if read["dates"] is None else frozenset(map(date.fromisoformat, read["dates"]))
        return cls(uuid.UUID(read["instructor_id"]), days, read["again"])


class Follower:
    """One open page: whose time it shows, and on which days. Remembers days, not changes, so it cannot grow."""

    def __init__(self, instructor_id: uuid.UUID, first: date, last: date) -> None:
        self.instructor_id = instructor_id
        self._days = frozenset(first + timedelta(days=offset) for offset in range((last - first).days + 1))
        self._changed: set[date] = set()
        self._woken = asyncio.Event()
        self.is_over = False

    def tell(self, dates: frozenset[date] | None) -> None:
        """None means all of its days."""
        if shown := self._days if dates is None else self._days & dates:
            self._changed |= shown
            self._woken.set()

    def end(self) -> None:
        self.is_over = True
        self._woken.set()

    async def changes(self, patience_seconds: float) -> list[date]:
        """The days that changed since the last answer, in order; none when it is over or patience ends first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_seconds):
                await self._woken.wait()
                if not self.is_over:
                    await asyncio.sleep(GATHER_SECONDS)
        changed, self._changed = sorted(self._changed), set()
        if not self.is_over:
            self._woken.clear()
        return changed


class LivePublisher(Protocol):
    async def publish(self, change: TimeChange) -> None:
        """Tells the followers of all processes, soon; never fails."""
        ...

    async def settle(self) -> None:
        """Waits until what was published is told: for a process whose event loop stops when its work is done."""
        ...


class LiveUpdates(LivePublisher, Protocol):
    def follow(
        self, instructor_id: uuid.UUID, first: date, last: date, address: str
    ) -> AbstractAsyncContextManager[Follower]:
        """A follower while the block lasts. TooManyRequests for an address, Unavailable for a process with too many."""
        ...

    def stop(self) -> None:
        """Ends all followers, and new ones at once: the process is about to end."""
        ...

    async def close(self) -> None: ...


class MemoryLiveUpdates:
    """Within one process: what the followers of `RedisLiveUpdates` hang on, and the port's twin for tests."""

    def __init__(self, per_address: int = FOLLOWERS_PER_ADDRESS, overall: int = FOLLOWERS_PER_PROCESS) -> None:
        self._followers: defaultdict[uuid.UUID, set[Follower]] = defaultdict(set)
        self._addresses: Counter[str] = Counter()
        self._timers: set[asyncio.TimerHandle] = set()
        self._per_address, self._overall = per_address, overall
        self._is_stopped = False

    def __len__(self) -> int:
        return self._addresses.total()

    async def publish(self, change: TimeChange) -> None:
        self.tell(change)
        if change.again_in_seconds is not None and len(self._timers) < self._overall:
            self._tell_later(TimeChange(change.instructor_id, change.dates), change.again_in_seconds)

    async def settle(self) -> None:
        pass

    def tell(self, change: TimeChange) -> None:
        for follower in self._followers.get(change.instructor_id, ()):
            follower.tell(change.dates)

    def tell_all(self) -> None:
        """Something may have been missed: everybody had better look again."""
        for follower in self._all():
            follower.tell(None)

    @asynccontextmanager
    async def follow(self, instructor_id: uuid.UUID, first: date, last: date, address: str) -> AsyncIterator[Follower]:
        self._require_room(address)
        follower = Follower(instructor_id, first, last)
        if self._is_stopped:
            follower.end()
        self._followers[instructor_id].add(follower)
        self._addresses[address] += 1
        LIVE_FOLLOWERS.inc()
        try:
            yield follower
        finally:
            LIVE_FOLLOWERS.dec()
            self._forget(follower, address)

    def stop(self) -> None:
        self._is_stopped = True
        for follower in self._all():
            follower.end()

    async def close(self) -> None:
        self.stop()
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _all(self) -> list[Follower]:
        return [follower for group in self._followers.values() for follower in group]

    def _require_room(self, address: str) -> None:
        if len(self) >= self._overall:
            raise Unavailable(retry_after_seconds=SECONDS_UNTIL_THERE_MAY_BE_ROOM)
        if self._addresses[address] >= self._per_address:
            raise TooManyRequests(SECONDS_UNTIL_THERE_MAY_BE_ROOM)

    def _forget(self, follower: Follower, address: str) -> None:
        group = self._followers[follower.instructor_id]
        group.discard(follower)
        if not group:
            del self._followers[follower.instructor_id]
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]

    def _tell_later(self, change: TimeChange, seconds: float) -> None:
        def tell() -> None:
            self._timers.discard(timer)
            self.tell(change)

        timer = asyncio.get_running_loop().call_later(seconds, tell)
        self._timers.add(timer)


class RedisLiveUpdates:
    """Through one channel of Redis: each process publishes to it, and listens once for all of its followers.

    While Redis is gone the followers of the process in which something changed still hear of it; the others stay
    connected and silent, and are told to look again as soon as it is back.
    """

    def __init__(
        self, publishing: "Redis", listening: "Redis", breaker: CircuitBreaker, local: MemoryLiveUpdates
    ) -> None:
        self._publishing, self._listening = publishing, listening
        self._breaker = breaker
        self._local = local
        self._unsent: list[TimeChange] = []
        self._sender: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._is_subscribed = asyncio.Event()

    async def publish(self, change: TimeChange) -> None:
        """Returns at once: whoever books does not wait until other people's pages are told."""
        self._unsent.append(change)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send())

    async def settle(self) -> None:
        if self._sender is not None:
            await self._sender

    @asynccontextmanager
    async def follow(self, instructor_id: uuid.UUID, first: date, last: date, address: str) -> AsyncIterator[Follower]:
        async with self._local.follow(instructor_id, first, last, address) as follower:
            if self._listener is None:
                self._listener = asyncio.create_task(self._listen())
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_subscribed.wait(), SUBSCRIBE_SECONDS)
            yield follower

    def stop(self) -> None:
        self._local.stop()

    async def close(self) -> None:
        await self.settle()
        await self._local.close()
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await self._listening.aclose()

    async def _send(self) -> None:
        """What came meanwhile goes together on the next trip."""
        await asyncio.sleep(SEND_AFTER_SECONDS)
        while self._unsent:
            changes, self._unsent = self._unsent, []
            if not await self._reach_everybody(changes):
                for change in changes:
                    await self._local.publish(change)

    async def _reach_everybody(self, changes: Sequence[TimeChange]) -> bool:
        if self._breaker.is_open:
            return False
        trip = self._publishing.pipeline(transaction=False)
        for change in changes:
            trip.publish(CHANNEL, change.to_json())
        try:
            await trip.execute()
        except UNREACHABLE as error:
            self._breaker.failed()
            log.warning("live updates unreachable", error=type(error).__name__)
            return False
        self._breaker.succeeded()
        return True

    async def _listen(self) -> None:
        """For as long as the process lives; each time that Redis is back everybody is told to look again."""
        was_lost = False
        while True:
            try:
                await self._receive(was_lost=was_lost)
            except UNREACHABLE as error:
                log.warning("live updates lost", error=type(error).__name__)
            self._is_subscribed.clear()
            was_lost = True
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _receive(self, *, was_lost: bool) -> None:
        async with self._listening.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            is_asked = False
            while True:
                message = await subscription.get_message(timeout=HEARTBEAT_SECONDS)
                if message is not None:
                    is_asked = False
                    await self._take(message, was_lost=was_lost)
                elif is_asked:
                    raise TimeoutError("Redis does not answer any more")
                else:
                    is_asked = True
                    await subscription.ping()

    async def _take(self, message: dict[str, Any], *, was_lost: bool) -> None:
        if message["type"] == "subscribe":
            self._is_subscribed.set()
            if was_lost:
                self._local.tell_all()
        elif message["type"] == "message":
            await self._local.publish(TimeChange.from_json(message["data"]))


class TimeChanges(BaseService):
    """What a service says of time that it changes: published when the transaction is committed, dropped with it."""

    def __init__(self, session: AsyncSession, live: LivePublisher) -> None:
        super().__init__(session)
        self._live = live

    def tell(self, instructor_id: uuid.UUID, dates: Iterable[date], *, again_in: timedelta | None = None) -> None:
        """`again_in` is when it changes once more by itself."""
        change = TimeChange(instructor_id, frozenset(dates), again_in.total_seconds() if again_in else None)
        if change.dates:
            self._publish(change)

    def tell_every_day(self, instructor_id: uuid.UUID) -> None:
        """A rule changed that all of the instructor's time depends on, or whether they are found at all."""
        self._publish(TimeChange(instructor_id, None))

    def _publish(self, change: TimeChange) -> None:
        self.after_commit(partial(self._live.publish, change))
