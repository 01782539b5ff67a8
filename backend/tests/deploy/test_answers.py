"""Every query of the dashboards and every alert, asked of a real Prometheus that watches the running product."""

import asyncio
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from app.core.clock import SystemClock
from app.core.container import Container
from app.core.timerange import instant_to_wall
from tests.deploy.files import ALERTS, DEPLOY, alert_rules, queries, read_yaml
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days
from tests.notifications.smtp_server import Inbox
from tests.proof import is_full, say
from tests.servers import free_port
from tests.tasks.deliveries import ask, until
from tests.tasks.processes import api, beat, worker
from tests.valkey_server import ValkeyServer

PROGRAM = shutil.which("prometheus")
START_SECONDS = 60.0
SCRAPED_EVERY = "1s"
ROUNDS = 3
# Of nothing that fails there is nothing to be seen, unless something fails.
ABOUT_FAILURES = re.compile(r'status=~"5\.\."|outcome="failure"')
COMPARISON = re.compile(r"\s*(?:[<>]=?|[=!]=)\s*[\d.]+")
ABSENT = re.compile(r"\babsent\((\w+)\)")

pytestmark = [
    pytest.mark.proof,
    pytest.mark.integration,
    pytest.mark.skipif(not is_full(), reason="the whole product and Prometheus: a minute, with PROOF_SCALE=full"),
    pytest.mark.skipif(PROGRAM is None, reason="prometheus is not installed (Debian: prometheus)"),
]


class Prometheus:
    """On `deploy/`'s configuration, but for where the targets are and how often they are asked."""

    def __init__(self, folder: Path, ports: dict[str, int]) -> None:
        given = read_yaml(DEPLOY / "prometheus" / "prometheus.yml")
        given["global"] = {"scrape_interval": SCRAPED_EVERY, "evaluation_interval": SCRAPED_EVERY}
        for job in given["scrape_configs"]:
            del job["dns_sd_configs"]
            job["static_configs"] = [{"targets": [f"127.0.0.1:{ports[job['job_name']]}"]}]
        (folder / "prometheus.yml").write_text(yaml.safe_dump(given))
        shutil.copy(ALERTS, folder / ALERTS.name)
        self._folder = folder
        self._port = free_port()

    @contextmanager
    def running(self) -> Iterator[None]:
        assert PROGRAM is not None
        options = {
            "config.file": self._folder / "prometheus.yml",
            "storage.tsdb.path": self._folder / "data",
            "web.listen-address": f"127.0.0.1:{self._port}",
            "log.level": "error",
        }
        process = subprocess.Popen([PROGRAM, *(f"--{name}={value}" for name, value in options.items())])
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)

    def ask(self, path: str, **params: str) -> Any:
        answer = httpx.get(f"http://127.0.0.1:{self._port}/api/v1/{path}", params=params, timeout=10).json()
        assert answer["status"] == "success", (params, answer)
        return answer["data"]

    def targets_up(self) -> set[str]:
        try:
            found = self.ask("targets", state="active")["activeTargets"]
        except httpx.TransportError:
            return set()
        return {target["labels"]["job"] for target in found if target["health"] == "up"}

    def numbers(self, query: str) -> list[float]:
        """What it answers now, without what is no number, as a quantile of nothing is."""
        found = [float(result["value"][1]) for result in self.ask("query", query=query)["result"]]
        return [number for number in found if not math.isnan(number)]


@pytest.fixture
def product(live_container: Container, valkey: ValkeyServer, inbox: Inbox) -> Iterator[dict[str, int]]:
    """API, worker and beat; gives the port on which each job of Prometheus is answered."""
    metrics_port = free_port()
    environment = {
        "INT_DATABASE_URL": live_container.settings.database_url.replace("postgresql+asyncpg://", "postgresql://"),
        "REDIS_URL": valkey.url,
        "SMTP_PORT": str(inbox.port),
        "SECRET_KEY": "x" * 40,
        "LOG_LEVEL": "WARNING",
    }
    web = api(environment)
    parts = [web, worker(environment | {"WORKER_METRICS_PORT": str(metrics_port)}), beat(environment)]
    with ExitStack() as stack:
        for part in parts:
            part.start()
            stack.callback(part.kill)
        web.wait_until_it_answers()
        yield {"api": int(web.url.rpartition(":")[2]), "worker": metrics_port}


async def use_it(product: dict[str, int], container: Container, round_number: int) -> None:
    """What the dashboards are about: searches, bookings, moves and cancellations, and the mails of it."""
    day = instant_to_wall(SystemClock().now(), "America/New_York")[0] + timedelta(days=3 + round_number)
    async with container.database.session() as session:
        student = await make_user(session)
        instructor = await make_instructor(session, clock=SystemClock())
        await make_open_days(session, instructor.id, day, 1)
        await session.commit()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{product['api']}", timeout=30) as client:
        login = await client.post("/api/auth/login", data={"username": student.email, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {login.json()['access_token']}"
        for _ in range(2):
            assert (await client.get("/api/search?q=piano")).is_success
            assert (await client.get("/api/catalog/categories")).is_success
        booked = await client.post("/api/bookings", json=lesson_request(instructor, day, "10:00"))
        path = f"/api/bookings/{booked.json()['id']}"
        to = {"date": day.isoformat(), "start_time": "14:00"}
        moved = await client.post(f"{path}/reschedule", json=to)
        assert moved.is_success, moved.text
        moved_path = f"/api/bookings/{moved.json()['id']}"
        assert (await client.post(f"{moved_path}/cancel", json={"reason": "ill"})).is_success


async def test_every_dashboard_and_every_alert_is_answered(
    live_container: Container, product: dict[str, int], valkey: ValkeyServer, inbox: Inbox, tmp_path: Path
) -> None:
    folder = tmp_path / "prometheus"
    folder.mkdir()
    prometheus = Prometheus(folder, product)
    with prometheus.running():
        await until(lambda: prometheus.targets_up() == {"api", "worker"})
        for number in range(ROUNDS):
            mails = len(inbox.mails)
            await use_it(product, live_container, number)
            ask(valkey, "monitoring.check_invariants")
            await until(lambda seen=mails: len(inbox.mails) > seen)
            # Two looks at what was counted, so that there is a rate.
            await asyncio.sleep(3)
        asked = list(queries())
        fired = [where for where, query in asked if where.startswith("alert ") and prometheus.numbers(query)]
        answered = [(where, query) for where, query in asked if prometheus.numbers(without_threshold(query))]
        rules = [rule for group in prometheus.ask("rules")["groups"] for rule in group["rules"]]
    silent = [(where, query) for where, query in asked if (where, query) not in answered]
    say(f"{len(asked)} queries of dashboards and alerts, {len(answered)} answered with numbers")
    assert [(where, query) for where, query in silent if not ABOUT_FAILURES.search(query)] == []
    assert {rule["name"] for rule in rules} == {rule["alert"] for rule in alert_rules()}
    assert [rule["name"] for rule in rules if rule["health"] != "ok"] == []
    # All is well.
    assert fired == []


def without_threshold(query: str) -> str:
    """What an alert looks at, whether or not it is bad enough."""
    return ABSENT.sub(r"\1", COMPARISON.sub("", query))
