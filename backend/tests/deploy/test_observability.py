"""Dashboards and alerts name only what a running application says of itself, and each alert fires when it should."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.core.container import Container
from app.core.metrics import INVARIANT_BROKEN
from app.monitoring.tasks import check_invariants
from app.tasks.celery_app import SCHEDULES
from tests.deploy.files import ALERT_TESTS, ALERTS, DASHBOARDS, METRIC, PROJECT, alert_rules, queries, read_yaml
from tests.test_architecture import services

MATCHER = re.compile(r'(\w+)\s*(?:=|!=|=~|!~)\s*"([^"]*)"')
GROUPING = re.compile(r"\bby \(([^)]*)\)")
QUERIES = dict(queries())
# Written by every Prometheus, not by us.
OF_PROMETHEUS = {"le", "instance", "job"}


@pytest.fixture
async def exposed(client: httpx.AsyncClient, container: Container) -> str:
    """`/metrics` of a running application that has been asked something and has checked its invariants."""
    await check_invariants.run(container)
    await client.get("/api/search?q=piano")
    return (await client.get("/metrics")).text


def test_there_are_three_dashboards_and_an_alert_for_each_promise() -> None:
    assert len(DASHBOARDS) == 3
    promised = {
        "SlowRequests", "VerySlowRequests", "FailingRequests", "ColdCache", "OldQueue", "OldOutbox", "InvariantBroken",
    }  # fmt: skip
    assert promised <= {rule["alert"] for rule in alert_rules()}


async def test_every_metric_that_is_asked_for_exists(exposed: str) -> None:
    names = set()
    for family in text_string_to_metric_families(exposed):
        names |= {family.name, *(sample.name for sample in family.samples)}
        suffixes = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",)}.get(family.type, ())
        names |= {f"{family.name}{suffix}" for suffix in suffixes}
    asked = {(where, name) for where, query in QUERIES.items() for name in METRIC.findall(query)}
    assert asked
    assert [(where, name) for where, name in sorted(asked) if name not in names] == []


async def test_every_label_that_is_asked_for_exists(exposed: str) -> None:
    labels = set(re.findall(r'[{,](\w+)="', exposed)) | OF_PROMETHEUS | {"task", "queue"}
    for where, query in QUERIES.items():
        asked = {name for name, _ in MATCHER.findall(query)}
        asked |= {name.strip() for group in GROUPING.findall(query) for name in group.split(",")}
        assert asked <= labels, where


def test_every_operation_that_is_asked_for_is_measured() -> None:
    measured = {
        getattr(method, "__measured_operation__", None) for service in services() for method in vars(service).values()
    }
    for where, query in QUERIES.items():
        for label, value in MATCHER.findall(query):
            if label == "operation":
                pattern = re.compile(value)
                assert any(pattern.fullmatch(name) for name in measured if name), (where, value)


async def test_gauges_say_how_things_stand(exposed: str) -> None:
    values = dict(samples(exposed))
    assert values['instainstru_dependency_up{dependency="database"}'] == 1
    assert values['instainstru_dependency_up{dependency="redis"}'] == 1
    assert values["instainstru_outbox_dead"] == 0
    broken = {name: value for name, value in values.items() if name.startswith("instainstru_invariant_broken{")}
    assert set(broken.values()) == {0}
    assert len(broken) == len(next(iter(INVARIANT_BROKEN.collect())).samples)


def samples(text: str) -> Iterator[tuple[str, float]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            yield name, float(value)


def test_every_alert_says_what_it_means_and_where_to_read_on() -> None:
    for rule in alert_rules():
        assert rule["annotations"]["summary"], rule["alert"]
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert (PROJECT / rule["annotations"]["runbook"]).exists(), rule["alert"]


def test_every_alert_is_tried_where_it_fires_and_all_but_once_where_it_must_not() -> None:
    cases = [case for test in read_yaml(ALERT_TESTS)["tests"] for case in test["alert_rule_test"]]
    fires = {case["alertname"] for case in cases if case["exp_alerts"]}
    assert fires == {rule["alert"] for rule in alert_rules()}


@pytest.mark.parametrize("command", [("check", "rules", str(ALERTS)), ("test", "rules", str(ALERT_TESTS))])
def test_prometheus_itself_agrees(command: tuple[str, ...]) -> None:
    """Where Debian's `prometheus` is installed, as in CI; here the tests above look at structure alone."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: prometheus)")
    done = subprocess.run([promtool, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_invariants_are_checked_more_often_than_they_are_forgotten() -> None:
    assert SCHEDULES["monitoring.check_invariants"].total_seconds() == 300
