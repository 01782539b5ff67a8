"""Requests that may come twice: the first answer to a key is kept in the transaction of the change and given again."""

import hashlib
import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Index, SmallInteger, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import Clock
from app.core.database import Base, created_at
from app.core.errors import PROBLEM_MEDIA_TYPE, AppError, Conflict, RuleViolation
from app.core.repository import BaseRepository
from app.core.service import BaseService, measure_operation

JSON_MEDIA_TYPE = "application/json"
LIFETIME = timedelta(hours=24)
# What the rules of the product answer: the same tomorrow. Who somebody is and how busy we are is not among them.
KEPT_STATUSES = frozenset({404, 409, 422})


class IdempotencyInProgress(Conflict):
    code, title = "idempotency_in_progress", "A request with this key is still running"


class IdempotencyKeyReused(RuleViolation):
    code, title = "idempotency_key_reused", "This key was used for another request"


class IdempotencyKey(Base):
    """The first answer to a request with this key of this person, word for word."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int] = mapped_column(SmallInteger)
    media_type: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = created_at()

    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, as it goes over the wire."""

    status: int
    media_type: str
    body: str


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """Whose request it is, its key, and what it asks; `path` stands in the problems that it is answered with."""

    user_id: uuid.UUID
    key: str
    path: str
    payload: BaseModel

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.path}\n{self.payload.model_dump_json()}".encode()).hexdigest()

    @property
    def lock_key(self) -> int:
        digest = hashlib.sha256(f"{self.user_id}\n{self.key}".encode()).digest()
        return int.from_bytes(digest[:8], signed=True)


class IdempotencyRepository(BaseRepository):
    async def try_lock(self, lock_key: int) -> bool:
        """Until the transaction ends; False when another one has it."""
        return bool(await self.session.scalar(select(func.pg_try_advisory_xact_lock(lock_key))))

    async def get(self, user_id: uuid.UUID, key: str, not_before: datetime) -> IdempotencyKey | None:
        return await self.session.scalar(
            select(IdempotencyKey).where(
                IdempotencyKey.user_id == user_id, IdempotencyKey.key == key, IdempotencyKey.created_at > not_before
            )
        )

    async def keep(self, request: KeyedRequest, answer: Answer, now: datetime) -> None:
        """Takes the place of an answer that is too old to be given again."""
        kept = {
            "fingerprint": request.fingerprint,
            "status": answer.status,
            "media_type": answer.media_type,
            "body": answer.body,
            "created_at": now,
        }
        statement = insert(IdempotencyKey).values(user_id=request.user_id, key=request.key, **kept)
        await self.session.execute(statement.on_conflict_do_update(index_elements=["user_id", "key"], set_=kept))

    async def forget(self, until: datetime) -> int:
        old = delete(IdempotencyKey).where(IdempotencyKey.created_at <= until).returning(IdempotencyKey.key)
        return len((await self.session.execute(old)).all())


class IdempotencyService(BaseService):
    def __init__(self, session: AsyncSession, repository: IdempotencyRepository, clock: Clock) -> None:
        super().__init__(session)
        self._repository = repository
        self._clock = clock

    @measure_operation
    async def answer_once(
        self, request: KeyedRequest, created: int, work: Callable[[], Awaitable[BaseModel]]
    ) -> Answer:
        """Does the work and keeps its answer, `created` being its status; or gives the answer that was kept.

        IdempotencyInProgress while the first request runs, IdempotencyKeyReused when it asked something else. What the
        work refuses by a rule is an answer too; any other failure leaves no trace, and the key can be tried again.
        """
        async with self.transaction():
            if not await self._repository.try_lock(request.lock_key):
                raise IdempotencyInProgress
            kept = await self._repository.get(request.user_id, request.key, self._clock.now() - LIFETIME)
            if kept is not None:
                return _given_again(kept, request)
            answer = await self._answer(request, created, work)
            await self._repository.keep(request, answer, self._clock.now())
        return answer

    @measure_operation
    async def forget_old(self) -> int:
        """Removes answers that are not given again; how many."""
        async with self.transaction():
            return await self._repository.forget(self._clock.now() - LIFETIME)

    async def _answer(self, request: KeyedRequest, created: int, work: Callable[[], Awaitable[BaseModel]]) -> Answer:
        try:
            # What a refused request did before it was refused is undone; that it was refused is kept.
            async with self.session.begin_nested():
                result = await work()
        except AppError as error:
            if error.status not in KEPT_STATUSES:
                raise
            return Answer(error.status, PROBLEM_MEDIA_TYPE, _dump(error.problem() | {"instance": request.path}))
        return Answer(created, JSON_MEDIA_TYPE, result.model_dump_json())


def _given_again(kept: IdempotencyKey, request: KeyedRequest) -> Answer:
    if kept.fingerprint != request.fingerprint:
        raise IdempotencyKeyReused
    return Answer(kept.status, kept.media_type, kept.body)


def _dump(problem: dict[str, Any]) -> str:
    return json.dumps(problem, ensure_ascii=False, separators=(",", ":"))
