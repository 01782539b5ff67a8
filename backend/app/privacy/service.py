"""Taking one's data away, leaving, and forgetting in time."""

from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.access import AccessService
from app.accounts.domain import Principal
from app.accounts.passwords import PasswordService
from app.bookings.service import BookingService
from app.core.audit import AuditAction, AuditTrail
from app.core.clock import Clock
from app.core.personal_data import PersonalData, PersonalDataRepository, Retention, table_of
from app.core.rate_limit import RateLimiter
from app.core.service import BaseService, measure_operation
from app.instructors.service import InstructorService
from app.privacy.domain import EXPORT_LIMIT, EXPORT_VERSION, LEAVING_REASON
from app.privacy.schemas import Export, ExportSection, RetentionRead

log = structlog.get_logger(__name__)


class PrivacyService(BaseService):
    """`data` and `retention` are the tables of `privacy/personal_data.py`."""

    def __init__(
        self,
        session: AsyncSession,
        *,
        data: Sequence[PersonalData],
        repository: PersonalDataRepository,
        passwords: PasswordService,
        access: AccessService,
        bookings: BookingService,
        instructors: InstructorService,
        rate_limiter: RateLimiter,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._data = data
        self._repository = repository
        self._passwords = passwords
        self._access = access
        self._bookings = bookings
        self._instructors = instructors
        self._rate_limiter = rate_limiter
        self._audit = audit
        self._clock = clock

    @measure_operation
    async def export(self, user: Principal) -> Export:
        """Everything about oneself, section by section. `TooManyRequests`."""
        await self._rate_limiter.check(EXPORT_LIMIT, account=str(user.id))
        async with self.transaction():
            sections = [await self._section(data, user) for data in self._data if data.is_exported]
            await self._audit.record(AuditAction.OWN_DATA_EXPORTED, actor_id=user.id, subject_id=user.id)
        return Export(version=EXPORT_VERSION, exported_at=self._clock.now(), sections=sections)

    async def _section(self, data: PersonalData, user: Principal) -> ExportSection:
        return ExportSection(
            name=data.section,
            about=data.about,
            fields=[column.name for column in data.columns],
            rows=await self._repository.export(data, user.id),
        )

    @measure_operation
    async def delete_account(self, user: Principal, password: str) -> None:
        """The person goes, what they agreed on stays. `WrongPassword`, `LastAdmin`, `TooManyRequests`.

        Lessons ahead are cancelled from the person's side, under the terms of each; the other side hears of it. All
        sessions end with the transaction.
        """
        await self._passwords.prove(user, password)
        async with self.transaction():
            await self._access.require_another_admin(user.id)
            now = self._clock.now()
            cancelled = await self._bookings.cancel_all_ahead(user, LEAVING_REASON)
            await self._instructors.retire(user.id)
            for data in self._data:
                await self._repository.erase(data, user.id, now)
            said = {"cancelled_bookings": cancelled}
            await self._audit.record(AuditAction.ACCOUNT_DELETED, actor_id=user.id, subject_id=user.id, details=said)


class RetentionService(BaseService):
    """Forgets what was kept long enough."""

    def __init__(
        self, session: AsyncSession, rules: Sequence[Retention], repository: PersonalDataRepository, clock: Clock
    ) -> None:
        super().__init__(session)
        self._rules = rules
        self._repository = repository
        self._clock = clock

    @measure_operation
    async def list_rules(self) -> list[RetentionRead]:
        return [
            RetentionRead(name=rule.name, table=table_of(rule.model).name, days=rule.keep.days, why=rule.why)
            for rule in self._rules
        ]

    @measure_operation
    async def forget_old(self) -> dict[str, int]:
        """How many rows of each rule were too old. Safe to run twice."""
        forgotten: dict[str, int] = {}
        for rule in self._rules:
            async with self.transaction():
                forgotten[rule.name] = await self._repository.expire(rule, self._clock.now())
        log.info("forgotten", **{name.replace(" ", "_"): count for name, count in forgotten.items()})
        return forgotten
