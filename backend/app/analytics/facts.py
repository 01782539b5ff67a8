"""What is known of subjects and instructors: demand, supply, prices and hours."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.analytics.domain import FACTS_DAYS, Period
from app.analytics.repository import FactsRepository
from app.analytics.schemas import SubjectFactsRead
from app.core.clock import Clock
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation


class MarketFacts(BaseService):
    def __init__(self, session: AsyncSession, repository: FactsRepository, clock: Clock) -> None:
        super().__init__(session)
        self._facts = repository
        self._clock = clock

    @measure_operation
    async def gather(self) -> int:
        """Makes the facts of every subject and instructor anew; how many. Safe to run twice."""
        now = self._clock.now()
        period = Period(now - timedelta(days=FACTS_DAYS), now)
        async with self.transaction():
            subjects = await self._facts.put_subject_facts(period)
            return subjects + await self._facts.put_instructor_facts(period)

    @measure_operation
    async def list_subjects(self, page: PageParams) -> Page[SubjectFactsRead]:
        """The most searched for first; none before the facts were gathered once."""
        rows, total = await self._facts.list_subject_facts(page.limit, page.offset)
        items = [
            SubjectFactsRead.model_validate(
                {column.name: getattr(facts, column.name) for column in facts.__table__.columns}
                | {"subject": facts.subject_slug, "name": name}
            )
            for facts, name in rows
        ]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)
