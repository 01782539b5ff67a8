"""The outside things as parameter types of handlers."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.cache import Cache
from app.core.clock import Clock
from app.core.config import Settings
from app.core.container import Container
from app.core.embeddings import Embedder
from app.core.live import LiveUpdates
from app.core.rate_limit import RateLimiter
from app.core.schemas import PageParams


async def get_container(request: Request) -> Container:
    container: Container = request.app.state.container
    return container


ContainerDep = Annotated[Container, Depends(get_container)]


async def get_session(container: ContainerDep) -> AsyncIterator[AsyncSession]:
    async with container.database.session() as session:
        yield session


async def get_read_session(container: ContainerDep) -> AsyncIterator[AsyncSession]:
    async with container.database.read_session() as session:
        yield session


async def get_settings(container: ContainerDep) -> Settings:
    return container.settings


async def get_clock(container: ContainerDep) -> Clock:
    return container.clock


async def get_cache(container: ContainerDep) -> Cache:
    return container.cache


async def get_embedder(container: ContainerDep) -> Embedder:
    return container.embedder


async def get_rate_limiter(container: ContainerDep) -> RateLimiter:
    return container.rate_limiter


async def get_live(container: ContainerDep) -> LiveUpdates:
    return container.live


async def get_client_address(request: Request, container: ContainerDep) -> str:
    """The caller's address. A forwarded one counts only as far as our own proxies wrote it."""
    hops = container.settings.trusted_proxy_hops
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.client.host if request.client else "unknown"


SessionDep = Annotated[AsyncSession, Depends(get_session)]
ReadSessionDep = Annotated[AsyncSession, Depends(get_read_session)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
ClockDep = Annotated[Clock, Depends(get_clock)]
CacheDep = Annotated[Cache, Depends(get_cache)]
EmbedderDep = Annotated[Embedder, Depends(get_embedder)]
LiveDep = Annotated[LiveUpdates, Depends(get_live)]
RateLimiterDep = Annotated[RateLimiter, Depends(get_rate_limiter)]
ClientAddressDep = Annotated[str, Depends(get_client_address)]
PageDep = Annotated[PageParams, Depends()]
