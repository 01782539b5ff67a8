from collections.abc import AsyncIterator

import httpx
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import FixedClock
from app.core.container import Container, build_container
from app.core.enums import RoleName
from app.core.events import Outbox
from app.monitoring.dependencies import newest_migration
from tests.conftest import calling
from tests.factories.accounts import Caller, signed_in
from tests.servers import BACKEND

GUARDED = [
    "/metrics/performance",
    "/api/redis/stats",
    "/api/redis/celery-queues",
    "/api/redis/keys",
    "/api/database/pool",
    "/api/database/stats",
    "/api/database/invariants",
    "/api/database/slow-queries",
]
OPEN = ["/health", "/health/ready", "/metrics", "/api/redis/health", "/api/database/health"]


@pytest.fixture
async def admin(container: Container) -> Caller:
    return await signed_in(container, RoleName.ADMIN)


@pytest.mark.parametrize("path", OPEN)
async def test_health_is_for_anyone(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize("path", GUARDED)
async def test_figures_are_for_those_who_may_monitor(
    client: httpx.AsyncClient, container: Container, admin: Caller, path: str
) -> None:
    student = await signed_in(container)
    answers = [await client.get(path, headers=headers) for headers in ({}, student.headers, admin.headers)]
    assert [answer.status_code for answer in answers] == [401, 403, 200]


def test_the_newest_migration_is_the_one_that_alembic_knows() -> None:
    script = ScriptDirectory.from_config(Config(BACKEND / "alembic.ini"))
    assert newest_migration() == script.get_current_head()


async def test_a_process_with_other_migrations_than_its_code_is_not_ready(
    client: httpx.AsyncClient, session: AsyncSession
) -> None:
    await session.execute(text("UPDATE alembic_version SET version_num = '0001_core'"))
    await session.commit()
    answer = await client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert {
        "code": "not_ready",
        "database": True,
        "migrations": "other",
        "cache": True,
    }.items() <= answer.json().items()


@pytest.fixture
async def client_without_database(application: FastAPI, container: Container) -> AsyncIterator[httpx.AsyncClient]:
    nowhere = "postgresql+asyncpg://instainstru@127.0.0.1:1/instainstru_test"
    addresses = ("int_database_url_raw", "ci_database_url_raw")
    there = [name for name in addresses if getattr(container.settings, name).get_secret_value()]
    settings = container.settings.model_copy(update=dict.fromkeys(there, SecretStr(nowhere)))
    made = build_container(settings)
    async with calling(application, made) as client:
        yield client
    await made.close()


async def test_without_the_database_a_process_lives_and_is_not_ready(
    client_without_database: httpx.AsyncClient,
) -> None:
    client = client_without_database
    assert (await client.get("/health")).status_code == 200
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["database"], ready.json()["migrations"]) == (503, False, "unknown")
    assert (await client.get("/api/database/health")).status_code == 503


async def test_metrics_are_prometheus_text_with_routes_and_not_paths(client: httpx.AsyncClient) -> None:
    await client.get("/api/catalog/subjects?q=piano")
    answer = await client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    routes = {sample.labels["route"] for sample in families["instainstru_http_request_seconds"].samples}
    assert "/api/catalog/subjects" in routes


async def test_performance_names_each_measured_operation(client: httpx.AsyncClient, admin: Caller) -> None:
    await client.get("/health/ready")
    operations = {item["operation"]: item for item in (await client.get(GUARDED[0], headers=admin.headers)).json()}
    found = operations["MonitoringService.check_readiness"]
    assert found["count"] >= 1
    assert 0 < found["p50_ms"] <= found["p95_ms"] <= found["p99_ms"]


async def test_keys_are_counted_by_kind_and_not_shown(
    client: httpx.AsyncClient, container: Container, admin: Caller
) -> None:
    await container.redis.set("tests-of-monitoring:someone@example.com", "secret", ex=30)
    answer = await client.get("/api/redis/keys", headers=admin.headers)
    assert {"prefix": "tests-of-monitoring:", "count": 1} in answer.json()["groups"]
    assert "someone" not in answer.text


async def test_queues_are_counted(client: httpx.AsyncClient, admin: Caller) -> None:
    queues = (await client.get("/api/redis/celery-queues", headers=admin.headers)).json()
    assert [queue["queue"] for queue in queues["queues"]] == ["celery"]
    assert queues["unacknowledged"] >= 0


async def test_the_databases_figures_tell_of_the_outbox(
    client: httpx.AsyncClient, session: AsyncSession, admin: Caller, clock: FixedClock
) -> None:
    await Outbox(session).add("mail", "waiting", {}, available_at=clock.now())
    await session.commit()
    clock.advance(minutes=2)
    stats = (await client.get("/api/database/stats", headers=admin.headers)).json()
    assert stats["outbox"] == {"waiting": 1, "dead": 0, "oldest_due_seconds": 120.0}
    assert stats["version"].split(".")[0].isdigit()
    assert "outbox" in {table["table"] for table in stats["tables"]}


async def test_slow_queries_come_slowest_first_and_without_values(client: httpx.AsyncClient, admin: Caller) -> None:
    answer = (await client.get("/api/database/slow-queries?limit=5", headers=admin.headers)).json()
    means = [query["mean_ms"] for query in answer["queries"]]
    assert len(means) <= 5
    assert means == sorted(means, reverse=True)
