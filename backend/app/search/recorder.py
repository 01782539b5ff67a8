"""What was searched for and what came of it, kept for the people who searched and for those who make search better."""

import time
import uuid
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.cache import Cache
from app.core.clock import Clock
from app.core.database import AWAY
from app.core.service import BaseService, measure_operation
from app.search.address_hasher import AddressHasher
from app.search.domain import ATTRIBUTED_WITHIN, InteractionKind
from app.search.errors import NotBooked, NotInSearch, SearchNotFound
from app.search.repository import SearchEventRepository
from app.search.schemas import InteractionWrite, SearchParams, SearchRead
from app.search.visit import Searcher, Visit, fingerprint, without_person

log = structlog.get_logger(__name__)

# What only says which part of the results is wanted.
PAGING = {"q", "limit", "offset"}


class SearchRecorder(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: SearchEventRepository,
        addresses: AddressHasher,
        cache: Cache,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._events = repository
        self._addresses = addresses
        self._cache = cache
        self._clock = clock

    @measure_operation
    async def record(self, visit: Visit, params: SearchParams, found: SearchRead) -> None:
        """Keeps a search that has been answered. What goes wrong is only logged: the answer is out."""
        took_ms = round((time.perf_counter() - visit.started) * 1_000)
        now = self._clock.now()
        try:
            async with self.transaction():
                await self._keep_event(visit, params, found, took_ms, now)
                if visit.keeps_history and found.offset == 0:
                    await self._keep_history(visit.searcher, params, found.total, now)
        except AWAY as error:
            log.warning("search not recorded", search_id=str(found.search_id), error=type(error).__name__)

    async def _keep_event(
        self, visit: Visit, params: SearchParams, found: SearchRead, took_ms: int, now: datetime
    ) -> None:
        understood = found.understood.model_dump(mode="json")
        unrecognized = understood.pop("unrecognized")
        who = await self._who(visit, params) if visit.has_consent else {"unrecognized": without_person(unrecognized)}
        event = {
            "id": found.search_id,
            "at": now,
            "device": visit.device.value,
            "understood": understood,
            "unrecognized": unrecognized,
            "total": found.total,
            "took_ms": took_ms,
            "result_ids": [result.instructor.id for result in found.results],
            "first_position": found.offset + 1,
            "ranking_version": found.ranking_version,
        }
        await self._events.add_event(event | who)

    async def _who(self, visit: Visit, params: SearchParams) -> dict[str, object]:
        return {
            "user_id": visit.searcher.user_id,
            "guest_session_id": visit.searcher.guest_session_id,
            "referrer_host": visit.referrer_host,
            "address_hash": await self._addresses.hash(visit.address, self._cache, self._clock),
            "q": params.q or None,
        }

    async def _keep_history(self, searcher: Searcher, params: SearchParams, total: int, now: datetime) -> None:
        filters = params.model_dump(mode="json", exclude=PAGING, exclude_defaults=True, exclude_unset=True)
        if not params.q and not filters:
            return
        entry = {"q": params.q, "filters": filters, "total": total, "searched_at": now}
        await self._events.keep_history(searcher, entry | {"fingerprint": fingerprint(params.q, filters)})

    @measure_operation
    async def note_interaction(self, searcher: Searcher, said: InteractionWrite) -> None:
        """Once for each kind. `SearchNotFound` for another's search too, `NotInSearch`, `NotBooked`."""
        now = self._clock.now()
        async with self.transaction():
            event = await self._events.get_visible_to(searcher, said.search_id)
            if event is None:
                raise SearchNotFound
            if said.instructor_id not in event.result_ids:
                raise NotInSearch
            if said.kind is InteractionKind.BOOK and not await self._has_booked(searcher, said, event.at):
                raise NotBooked
            position = event.first_position + event.result_ids.index(said.instructor_id)
            interaction = {
                "search_id": event.id,
                "instructor_id": said.instructor_id,
                "kind": said.kind.value,
                "position": position if said.position is None else said.position,
                "at": now,
                "ms_since_search": max(0, (now - event.at) // timedelta(milliseconds=1)),
            }
            await self._events.add_interaction(interaction)

    async def _has_booked(self, searcher: Searcher, said: InteractionWrite, since: datetime) -> bool:
        if searcher.user_id is None:
            return False
        return await self._events.has_booked(searcher.user_id, said.instructor_id, since)

    @measure_operation
    async def attribute_bookings(self, since: datetime) -> int:
        """Adds `book` to the searches that led to bookings made since then; how many are new. Safe to run twice."""
        async with self.transaction():
            return await self._events.attribute_bookings(since, ATTRIBUTED_WITHIN)

    @measure_operation
    async def adopt_guest(self, user_id: uuid.UUID, guest_session_id: uuid.UUID) -> None:
        """What a guest's browser searched for becomes the person's, as far as they keep it. Never fails a sign-in."""
        try:
            async with self.transaction():
                await self._events.adopt_history(user_id, guest_session_id)
                await self._events.adopt_events(user_id, guest_session_id)
        except AWAY as error:
            log.warning("guest's searches not taken over", error=type(error).__name__)

    @measure_operation
    async def withdraw(self) -> int:
        """Takes the person off the events of those whose consent does not hold any more; how many events."""
        async with self.transaction():
            return await self._events.strip_withdrawn()
