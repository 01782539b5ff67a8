"""What every database needs, production too: permissions of roles, the catalog, the city's places."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import NullPool

from app.accounts.access import AccessService
from app.accounts.repository import AccessRepository, AccountRepository, LoginRepository
from app.catalog.dependencies import build_catalog_service
from app.core.clock import SystemClock
from app.core.database import create_engine
from app.core.service import BaseService
from app.geo.dependencies import build_geo_service
from seeds.files import read_catalog, read_city

Progress = Callable[[str], None]


class SystemSeed(BaseService):
    """Brings system data to what the files say; all of it or nothing."""

    async def load(self, progress: Progress) -> None:
        catalog, city = read_catalog(), read_city()
        async with self.transaction():
            await build_access_service(self.session).sync_role_permissions()
            await build_catalog_service(self.session).load(catalog)
            subjects = sum(len(category.subjects) for category in catalog)
            progress(f"{len(catalog)} categories, {subjects} subjects")
            await build_geo_service(self.session).load(city)
            progress(f"{len(city.boroughs)} boroughs, {len(city.neighborhoods)} neighborhoods")


def build_access_service(session: AsyncSession) -> AccessService:
    return AccessService(
        session,
        accounts=AccountRepository(session),
        access=AccessRepository(session),
        logins=LoginRepository(session),
        clock=SystemClock(),
    )


async def seed_system(database_url: str, progress: Progress) -> None:
    """Safe to run at any time: changes only what differs from the files. `database_url` came through the door."""
    engine = create_engine(database_url, poolclass=NullPool)
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            await SystemSeed(session).load(progress)
    finally:
        await engine.dispose()
