"""Delivering the outbox: each message at least once, and to a person's eyes once."""

import random
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from app.core.clock import Clock
from app.core.service import BaseService, measure_operation
from app.notifications.domain import Delivery, is_exhausted, retry_delay
from app.notifications.errors import DeliveryFailed, Undeliverable, Unwanted
from app.notifications.repository import Claim, OutboxQueue

log = structlog.get_logger(__name__)

MESSAGES_PER_RUN = 50
# Longer than anything may ask for the same message again: a key that is gone could be used anew.
KEEP_DONE = timedelta(days=30)
KEEP_DEAD = timedelta(days=90)
REMOVED_AT_ONCE = 1_000


class Sender(Protocol):
    """What delivers the messages of one topic."""

    async def prepare(self, claim: Claim) -> Delivery: ...


class _Outcome(Enum):
    NOTHING_DUE = auto()
    SETTLED = auto()
    FAILED = auto()


class OutboxDelivery(BaseService):
    """Takes what is due from the outbox, one message after another.

    A claim is a committed row: it counts the attempt and hides the message for a minute before anything is sent.
    So two workers never hold one message, no transaction is open while a mail server takes its time, and a message
    that kills its worker is counted and in the end given up. A worker killed before the mail server answered leaves
    a message that comes back after the minute; killed just after, one that is sent again under the same Message-ID.
    """

    def __init__(self, session: AsyncSession, queue: OutboxQueue, senders: Mapping[str, Sender], clock: Clock) -> None:
        super().__init__(session)
        self._queue = queue
        self._senders = senders
        self._clock = clock

    @measure_operation
    async def deliver_due(self) -> int:
        """Delivers until nothing is due, a run's share is done or a delivery fails; says how many were settled.

        After a failure the next run goes on: the others would most likely meet the same dead server.
        """
        async with self.transaction():
            await self._queue.bury_exhausted(self._clock.now())
        for settled in range(MESSAGES_PER_RUN):
            if await self._deliver_next() is not _Outcome.SETTLED:
                return settled
        return MESSAGES_PER_RUN

    @measure_operation
    async def has_due(self) -> bool:
        """Whether `deliver_due` would find anything to do."""
        return await self._queue.has_due(self._senders.keys(), self._clock.now())

    @measure_operation
    async def forget_old(self) -> int:
        """Removes what was delivered a month ago, or died three months ago: how many. Safe to run twice."""
        now, removed, in_all = self._clock.now(), REMOVED_AT_ONCE, 0
        while removed == REMOVED_AT_ONCE:
            async with self.transaction():
                removed = await self._queue.delete_done(now - KEEP_DONE, now - KEEP_DEAD, REMOVED_AT_ONCE)
            in_all += removed
        return in_all

    async def _deliver_next(self) -> _Outcome:
        async with self.transaction():
            claim = await self._queue.claim_next(self._senders.keys(), self._clock.now())
        if claim is None:
            return _Outcome.NOTHING_DUE
        # The id of the request that wrote the message stands in the lines of its delivery.
        with bound_contextvars(request_id=claim.request_id):
            return await self._settle(claim)

    async def _settle(self, claim: Claim) -> _Outcome:
        try:
            await self._deliver(claim)
        except Unwanted as reason:
            await self._let_go(claim, str(reason))
        except Undeliverable as error:
            await self._give_up(claim, str(error))
        except DeliveryFailed as error:
            await self._try_later(claim, str(error))
            return _Outcome.FAILED
        return _Outcome.SETTLED

    async def _deliver(self, claim: Claim) -> None:
        sender = self._senders[claim.topic]
        async with self.transaction():
            if not await self._queue.stands(claim):
                raise Unwanted("it was withdrawn")
            deliver = await sender.prepare(claim)
        await deliver()
        async with self.transaction():
            await self._queue.mark_delivered(claim, self._clock.now())
        log.info("delivered", key=claim.key, attempts=claim.attempts)

    async def _let_go(self, claim: Claim, reason: str) -> None:
        async with self.transaction():
            await self._queue.mark_unwanted(claim, reason, self._clock.now())
        log.info("delivery let go", key=claim.key, reason=reason)

    async def _give_up(self, claim: Claim, error: str) -> None:
        async with self.transaction():
            await self._queue.mark_dead(claim, error, self._clock.now())
        log.error("delivery given up", key=claim.key, attempts=claim.attempts, error=error)

    async def _try_later(self, claim: Claim, error: str) -> None:
        if is_exhausted(claim.attempts):
            await self._give_up(claim, error)
            return
        retry_at = self._clock.now() + retry_delay(claim.attempts, random.random())  # noqa: S311 - only spreads load
        async with self.transaction():
            await self._queue.mark_failed(claim, error, retry_at)
        log.warning("delivery failed", key=claim.key, attempts=claim.attempts, retry_at=retry_at, error=error)
