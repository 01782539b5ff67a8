"""How analytics are put together, and who may see them."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.analytics.facts import MarketFacts
from app.analytics.found import FoundReport
from app.analytics.repository import AnalyticsRepository, FactsRepository, FoundRepository
from app.analytics.service import SearchAnalytics
from app.core.audit import AuditTrail
from app.core.clock import Clock
from app.core.container import Container
from app.core.dependencies import ClockDep, ContainerDep, ReadSessionDep, SessionDep
from app.core.enums import PermissionName
from app.search.dependencies import build_search_recorder

CanViewAnalytics = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_SYSTEM_ANALYTICS))]
CanExportAnalytics = Annotated[Principal, Depends(require_permission(PermissionName.EXPORT_ANALYTICS))]
CanSeeOwnReach = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_OWN_INSTRUCTOR_ANALYTICS))]


def build_search_analytics(session: AsyncSession, container: Container) -> SearchAnalytics:
    return SearchAnalytics(
        session,
        AnalyticsRepository(session),
        FactsRepository(session),
        build_search_recorder(session, container),
        AuditTrail(session, container.clock),
        container.clock,
    )


def build_market_facts(session: AsyncSession, clock: Clock) -> MarketFacts:
    return MarketFacts(session, FactsRepository(session), clock)


async def get_analytics_reader(session: ReadSessionDep, container: ContainerDep) -> SearchAnalytics:
    return build_search_analytics(session, container)


async def get_exporter(session: SessionDep, container: ContainerDep) -> SearchAnalytics:
    """In a transaction: rows that are read bit by bit are read from one state of the database."""
    return build_search_analytics(session, container)


async def get_market_facts(session: ReadSessionDep, clock: ClockDep) -> MarketFacts:
    return build_market_facts(session, clock)


async def get_found_report(session: ReadSessionDep, clock: ClockDep) -> FoundReport:
    return FoundReport(session, FoundRepository(session), FactsRepository(session), clock)


AnalyticsReaderDep = Annotated[SearchAnalytics, Depends(get_analytics_reader)]
ExporterDep = Annotated[SearchAnalytics, Depends(get_exporter)]
MarketFactsDep = Annotated[MarketFacts, Depends(get_market_facts)]
FoundReportDep = Annotated[FoundReport, Depends(get_found_report)]
