"""What worker and beat ask of Redis while nothing happens. PROOF_SCALE=full compares a minute with Celery's own way."""

import sys
import time
from pathlib import Path

import pytest
from redis import Redis

from app.core.container import Container
from tests.proof import scaled
from tests.tasks.processes import beat, worker
from tests.valkey_server import valkey_server

SECONDS = scaled(10, 60)
SETTLED_SECONDS = scaled(4, 20)
PATIENCE_SECONDS = 240.0
# Of one question for work and one sign of life in ten seconds each, and of twice as many when both fall into them.
MOST_A_MINUTE = 30
AT_MOST_OF_CELERYS = 0.11
PLAIN = "tests.tasks.plain_celery"
# Asked by this test itself.
OURS = {"cmdstat_info", "cmdstat_config|resetstat"}


def commands(redis: "Redis") -> int:
    stats = redis.info("commandstats")
    return sum(stat["calls"] for name, stat in stats.items() if name not in OURS)


def wait_until_settled(redis: "Redis") -> None:
    """Both have started, connected and found nothing to do: a few quiet seconds after the first sign of life."""
    deadline, quiet_since, seen = time.monotonic() + PATIENCE_SECONDS, time.monotonic(), 0
    while not redis.exists("_kombu.binding.celery") or time.monotonic() - quiet_since < SETTLED_SECONDS:
        assert time.monotonic() < deadline, "worker and beat did not come to rest"
        time.sleep(1)
        now = commands(redis)
        if now - seen > 10:
            quiet_since = time.monotonic()
        seen = now


def commands_a_minute(container: Container, folder: Path, app: str, *beat_options: str) -> float:
    folder.mkdir()
    database = container.settings.database_url.replace("postgresql+asyncpg://", "postgresql://")
    with valkey_server(folder) as broker:
        environment = {"INT_DATABASE_URL": database, "REDIS_URL": broker.url, "SECRET_KEY": "x" * 40}
        parts = [worker(environment, app), beat(environment, app, *beat_options)]
        try:
            for part in parts:
                part.start()
            with Redis.from_url(broker.url) as redis:
                wait_until_settled(redis)
                redis.config_resetstat()
                time.sleep(SECONDS)
                return commands(redis) * 60 / SECONDS
        finally:
            for part in parts:
                part.kill()


@pytest.mark.proof
def test_an_idle_minute_asks_little_of_redis(
    live_container: Container, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = commands_a_minute(live_container, tmp_path / "ours", "app.tasks.celery_app")
    said = f"\nRedis commands in an idle minute: {ours:.0f}"
    if scaled(0, 1):
        schedule = ["-s", str(tmp_path / "schedule")]
        celerys = commands_a_minute(live_container, tmp_path / "plain", PLAIN, *schedule)
        said += f", as Celery does it by itself {celerys:.0f}: {1 - ours / celerys:.1%} fewer"
        assert ours <= AT_MOST_OF_CELERYS * celerys
    with capsys.disabled():
        sys.stdout.write(f"{said}\n")
    assert ours <= MOST_A_MINUTE
