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

# Each takes what it needs from the request itself and none takes another: of a parameter that depends on a parameter
# the framework walks the whole tree again wherever it is named, also when it has the value already.


def container_of(request: Request) -> Container:
    container: Container = request.app.state.container
    return container


def address_of(request: Request) -> str:
    """The caller's address. A forwarded one counts only as far as our own proxies wrote it."""
    hops = container_of(request).settings.trusted_proxy_hops
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.client.host if request.client else "unknown"


async def get_container(request: Request) -> Container:
    return container_of(request)


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with container_of(request).database.session() as session:
        yield session


async def get_read_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with container_of(request).database.read_session() as session:
        yield session


async def get_settings(request: Request) -> Settings:
    return container_of(request).settings


async def get_clock(request: Request) -> Clock:
    return container_of(request).clock


async def get_cache(request: Request) -> Cache:
    return container_of(request).cache


async def get_embedder(request: Request) -> Embedder:
    return container_of(request).embedder


async def get_rate_limiter(request: Request) -> RateLimiter:
    return container_of(request).rate_limiter


async def get_live(request: Request) -> LiveUpdates:
    return container_of(request).live


async def get_client_address(request: Request) -> str:
    return address_of(request)


ContainerDep = Annotated[Container, Depends(get_container)]
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
