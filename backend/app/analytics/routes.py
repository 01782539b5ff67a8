"""How people search, for those who run the place; how one is found, for those who teach."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from app.analytics.dependencies import (
    AnalyticsReaderDep,
    CanExportAnalytics,
    CanSeeOwnReach,
    CanViewAnalytics,
    ExporterDep,
    FoundReportDep,
    MarketFactsDep,
)
from app.analytics.schemas import (
    ExportParams,
    FoundRead,
    FunnelRead,
    PerformanceRead,
    PeriodParams,
    PopularSearchesRead,
    SubjectFactsRead,
    SummaryRead,
    TopParams,
    TrendParams,
    TrendsRead,
    ZeroResultsRead,
)
from app.core.dependencies import PageDep
from app.core.errors import PermissionDenied, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.schemas import Page

GUARDED = problem_responses(Unauthenticated, PermissionDenied)

router = PrefixRouter(prefix="/api/analytics", tags=["analytics"], responses=GUARDED)
found_router = APIRouter(tags=["analytics"], responses=GUARDED)


class CsvResponse(StreamingResponse):
    media_type = "text/csv"


@router.get("/search/summary")
async def get_summary(
    _: CanViewAnalytics, params: Annotated[PeriodParams, Query()], analytics: AnalyticsReaderDep
) -> SummaryRead:
    """How much and how well people searched, beside as many days before."""
    return await analytics.summarise(params.days)


@router.get("/search/trends")
async def list_trends(
    _: CanViewAnalytics, params: Annotated[TrendParams, Query()], analytics: AnalyticsReaderDep
) -> TrendsRead:
    """Searches hour by hour or day by day."""
    return await analytics.list_trends(params.days, params.grain)


@router.get("/search/popular")
async def list_popular(
    _: CanViewAnalytics, params: Annotated[TopParams, Query()], analytics: AnalyticsReaderDep
) -> PopularSearchesRead:
    """What people search for most, and where."""
    return await analytics.list_popular(params.days, params.limit)


@router.get("/search/zero-results")
async def list_zero_results(
    _: CanViewAnalytics, params: Annotated[TopParams, Query()], analytics: AnalyticsReaderDep
) -> list[ZeroResultsRead]:
    """Searches that found nobody, the most frequent first."""
    return await analytics.list_zero_results(params.days, params.limit)


@router.get("/search/funnel")
async def get_funnel(
    _: CanViewAnalytics, params: Annotated[PeriodParams, Query()], analytics: AnalyticsReaderDep
) -> FunnelRead:
    """How many searches lead to a look at somebody, and how many to a booking."""
    return await analytics.get_funnel(params.days)


@router.get("/search/performance")
async def get_performance(
    _: CanViewAnalytics, params: Annotated[PeriodParams, Query()], analytics: AnalyticsReaderDep
) -> PerformanceRead:
    """How long people wait for results."""
    return await analytics.get_performance(params.days)


@router.get("/subjects")
async def list_subject_facts(_: CanViewAnalytics, page: PageDep, facts: MarketFactsDep) -> Page[SubjectFactsRead]:
    """Demand, supply, prices and hours of every subject, the most searched for first."""
    return await facts.list_subjects(page)


@router.get("/export", response_class=CsvResponse)
async def export(
    admin: CanExportAnalytics, params: Annotated[ExportParams, Query()], analytics: ExporterDep
) -> CsvResponse:
    """A table of analytics as CSV: sums by day or hour, queries, what found nothing, facts of subjects."""
    name = f"search-{params.report.value}.csv"
    lines = await analytics.export(admin, params.report, params.days)
    return CsvResponse(lines, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@found_router.get("/api/instructors/me/found")
async def get_found(user: CanSeeOwnReach, params: Annotated[PeriodParams, Query()], found: FoundReportDep) -> FoundRead:
    """How one is found: searches, places, clicks and bookings, and the hours that would have helped the most."""
    return await found.report(user.id, params.days)
