"""Searches for tests: made through HTTP, and read back from where they are kept."""

import uuid
from collections.abc import Sequence
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.search.models import SearchEvent, SearchInteraction


def guest_headers(guest_session_id: uuid.UUID | None = None) -> dict[str, str]:
    return {"X-Guest-Session-ID": str(guest_session_id or uuid.uuid4())}


async def search(client: httpx.AsyncClient, q: str = "piano", headers: Any = None, **params: Any) -> dict[str, Any]:
    response = await client.get("/api/search", params={"q": q, **params}, headers=headers)
    assert response.status_code == httpx.codes.OK, response.text
    return dict(response.json())


async def interact(client: httpx.AsyncClient, found: Any, kind: str, headers: Any = None, **changes: Any) -> int:
    """With the first result; gives the status."""
    instructor = found["results"][0]["instructor"]["id"] if found["results"] else str(uuid.uuid4())
    said = {"search_id": found["search_id"], "instructor_id": instructor, "kind": kind} | changes
    return (await client.post("/api/search/interactions", json=said, headers=headers)).status_code


async def history(client: httpx.AsyncClient, headers: Any) -> list[dict[str, Any]]:
    response = await client.get("/api/search/history", headers=headers)
    assert response.status_code == httpx.codes.OK, response.text
    return list(response.json()["items"])


async def event_of(session: AsyncSession, found: Any) -> SearchEvent:
    query = select(SearchEvent).where(SearchEvent.id == uuid.UUID(found["search_id"]))
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def interactions_of(session: AsyncSession, found: Any) -> Sequence[SearchInteraction]:
    query = select(SearchInteraction).where(SearchInteraction.search_id == uuid.UUID(found["search_id"]))
    return (await session.scalars(query.order_by(SearchInteraction.kind))).all()
