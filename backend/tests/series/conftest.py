"""The scene of bookings with a calendar that is open for months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.core.container import Container
from tests.factories.accounts import Caller
from tests.factories.lessons import Scene, make_open_days, make_scene

WEEKS = 27


@dataclass(frozen=True)
class SeriesScene:
    """`day` is the first date of the series that are asked for: the day after next."""

    scene: Scene

    @property
    def day(self) -> date:
        return self.scene.day

    def request(self, **changes: Any) -> dict[str, Any]:
        """Four weekly lessons at noon."""
        lesson = self.scene.lesson("12:00")
        del lesson["date"]
        return lesson | {"first_date": str(self.day), "interval_weeks": 1, "count": 4} | changes

    def date(self, week: int) -> str:
        return str(self.day + timedelta(weeks=week))

    async def post(
        self, path: str, body: Mapping[str, Any], caller: Caller | None = None, **headers: str
    ) -> httpx.Response:
        signed = (caller or self.scene.student).headers | headers
        return await self.scene.client.post(f"/api/bookings/series{path}", json=body, headers=signed)

    async def book(self, caller: Caller | None = None, **changes: Any) -> httpx.Response:
        return await self.post("", self.request(**changes), caller)

    async def booked(self, caller: Caller | None = None, **changes: Any) -> dict[str, Any]:
        response = await self.book(caller, **changes)
        assert response.status_code == httpx.codes.CREATED, response.text
        return dict(response.json())

    async def get(self, series: Mapping[str, Any], caller: Caller | None = None) -> httpx.Response:
        headers = (caller or self.scene.student).headers
        return await self.scene.client.get(f"/api/bookings/series/{series['id']}", headers=headers)


@pytest.fixture
async def series(client: httpx.AsyncClient, container: Container) -> SeriesScene:
    scene = await make_scene(client, container, profile={"horizon_days": 365})
    async with container.database.session() as session:
        first = scene.day + timedelta(days=12)
        await make_open_days(session, scene.teacher.id, first, days=7 * WEEKS)
        await session.commit()
    return SeriesScene(scene)
