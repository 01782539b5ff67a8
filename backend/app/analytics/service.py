"""How people search: sums that are kept, and questions about them."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.analytics.domain import (
    CITY_TIMEZONE,
    SLOW_MS,
    SUMMED_AGAIN,
    TOTALS,
    Grain,
    Period,
    Report,
    midnight,
    quality,
    share,
)
from app.analytics.export import csv_lines
from app.analytics.repository import AnalyticsRepository, FactsRepository
from app.analytics.schemas import (
    DeviceFunnelRead,
    FunnelRead,
    PerformanceDayRead,
    PerformanceRead,
    PopularRead,
    PopularSearchesRead,
    QualityRead,
    QueryRead,
    SummaryRead,
    TotalsRead,
    TrendPointRead,
    TrendsRead,
    ZeroResultsRead,
)
from app.core.audit import AuditAction, AuditTrail
from app.core.clock import Clock
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.search.recorder import SearchRecorder

BEFORE_EVERYTHING = datetime(2000, 1, 1, tzinfo=UTC)
NOTHING = dict.fromkeys([*TOTALS, "people", "p50_ms", "p95_ms", "p99_ms"], 0)


class SearchAnalytics(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: AnalyticsRepository,
        facts: FactsRepository,
        recorder: SearchRecorder,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._analytics = repository
        self._facts = facts
        self._recorder = recorder
        self._audit = audit
        self._clock = clock

    @measure_operation
    async def sum_searches(self, since: datetime | None = None) -> Period | None:
        """Makes the sums of all hours and days since then, or two days before the newest; None without any event.

        So what came late is in them, a worker that was away catches up, and twice is the same as once.
        """
        now = self._clock.now()
        async with self.transaction():
            newest = await self._analytics.newest_sum(Grain.HOUR)
            first = since or (newest - SUMMED_AGAIN if newest else await self._analytics.first_event())
            if first is None:
                return None
            # The day that it lies in is summed as a whole, and its hours with it.
            period = Period(midnight(instant_to_wall(first, CITY_TIMEZONE)[0]), now)
            await self._recorder.attribute_bookings(period.since)
            for grain in Grain:
                await self._analytics.put_sums(grain, period)
        return period

    @measure_operation
    async def summarise(self, days: int) -> SummaryRead:
        now = self._clock.now()
        period = Period.of_days(days, now)
        live = await self._live(Grain.HOUR)
        totals = await self._analytics.totals(period, live)
        before = await self._analytics.totals(Period.before_days(days, now), live)
        how_good = quality(totals)
        return SummaryRead(
            since=period.since,
            until=period.until,
            totals=TotalsRead.model_validate(totals),
            before=TotalsRead.model_validate(before),
            people=await self._analytics.people(period),
            average_results=round(totals.results / totals.searches, 2) if totals.searches else 0.0,
            view_rate=share(totals.viewed, totals.searches),
            booking_rate=share(totals.booked, totals.searches),
            quality=QualityRead.model_validate(how_good) if how_good else None,
        )

    @measure_operation
    async def list_trends(self, days: int, grain: Grain) -> TrendsRead:
        """Every hour or day of the period in order."""
        period = Period.of_days(days, self._clock.now())
        rows = await self._sums(grain, period)
        points = [rows.get(at, NOTHING | {"starts_at": at}) for at in _starts(grain, period)]
        return TrendsRead(grain=grain, points=[TrendPointRead.model_validate(dict(point)) for point in points])

    @measure_operation
    async def list_popular(self, days: int, limit: int) -> PopularSearchesRead:
        period = Period.of_days(days, self._clock.now())
        subjects = await self._analytics.popular_subjects(period, limit)
        areas = await self._analytics.popular_areas(period, limit)
        queries = await self._analytics.queries(period, limit)
        return PopularSearchesRead(
            subjects=[PopularRead.model_validate(dict(row)) for row in subjects],
            neighborhoods=[PopularRead.model_validate(dict(row)) for row in areas],
            queries=[QueryRead.model_validate(dict(row)) for row in queries],
        )

    @measure_operation
    async def list_zero_results(self, days: int, limit: int) -> list[ZeroResultsRead]:
        """The most asked first."""
        rows = await self._analytics.zero_results(Period.of_days(days, self._clock.now()), limit)
        return [ZeroResultsRead.model_validate(dict(row) | {"understood": _given(row["understood"])}) for row in rows]

    @measure_operation
    async def get_funnel(self, days: int) -> FunnelRead:
        period = Period.of_days(days, self._clock.now())
        totals = await self._analytics.totals(period, await self._live(Grain.HOUR))
        return FunnelRead(
            searches=totals.searches,
            viewed=totals.viewed,
            booked=totals.booked,
            view_rate=share(totals.viewed, totals.searches),
            booking_rate=share(totals.booked, totals.searches),
            median_seconds_to_look=await self._analytics.seconds_to_look(period),
            devices=[DeviceFunnelRead.model_validate(dict(row)) for row in await self._analytics.devices(period)],
        )

    @measure_operation
    async def get_performance(self, days: int) -> PerformanceRead:
        period = Period.of_days(days, self._clock.now())
        overall = await self._analytics.performance(period, SLOW_MS)
        sums = await self._sums(Grain.DAY, period)
        return PerformanceRead(**overall, days=[PerformanceDayRead.model_validate(dict(row)) for row in sums.values()])

    @measure_operation
    async def export(self, admin: Principal, report: Report, days: int) -> AsyncIterator[str]:
        """The lines of a table as CSV, made while they are read. That it was taken away is kept in the audit log."""
        async with self.transaction():
            details = {"report": report.value, "days": days}
            await self._audit.record(AuditAction.ANALYTICS_EXPORTED, actor_id=admin.id, details=details)
        period = Period.of_days(days, self._clock.now())
        sources: Mapping[Report, Callable[[], AsyncIterator[Mapping[str, Any]]]] = {
            Report.DAYS: lambda: self._rows_of_sums(Grain.DAY, period),
            Report.HOURS: lambda: self._rows_of_sums(Grain.HOUR, period),
            Report.QUERIES: lambda: self._analytics.stream_queries(period),
            Report.ZERO_RESULTS: lambda: self._analytics.stream_zero_results(period),
            Report.SUBJECTS: self._rows_of_subjects,
        }
        return csv_lines(sources[report]())

    async def _rows_of_sums(self, grain: Grain, period: Period) -> AsyncIterator[Mapping[str, Any]]:
        for row in (await self._sums(grain, period)).values():
            yield {name: value for name, value in row.items() if name != "grain"}

    async def _rows_of_subjects(self) -> AsyncIterator[Mapping[str, Any]]:
        for facts, name in (await self._facts.list_subject_facts(None, 0))[0]:
            columns = {column.name: getattr(facts, column.name) for column in facts.__table__.columns}
            yield {"subject": columns.pop("subject_slug"), "name": name, **columns}

    async def _sums(self, grain: Grain, period: Period) -> dict[datetime, Mapping[str, Any]]:
        rows = await self._analytics.sums(grain, period, await self._live(grain))
        return {row["starts_at"]: dict(row) for row in rows}

    async def _live(self, grain: Grain) -> datetime:
        """From when on the events themselves are counted: the newest sum was made before its hour or day was over."""
        return await self._analytics.newest_sum(grain) or BEFORE_EVERYTHING


def _starts(grain: Grain, period: Period) -> list[datetime]:
    if grain is Grain.HOUR:
        hours = (period.until - period.since) // timedelta(hours=1)
        return [period.since + timedelta(hours=number) for number in range(hours + 1)]
    first, _ = instant_to_wall(period.since, CITY_TIMEZONE)
    last, _ = instant_to_wall(period.until, CITY_TIMEZONE)
    return [midnight(first + timedelta(days=number)) for number in range((last - first).days + 1)]


def _given(understood: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was not asked for."""
    return {name: value for name, value in understood.items() if value not in (None, False, [])}
