"""The files of `deploy/` and `.github/`, read as what runs them would read them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[3]
DEPLOY = PROJECT / "deploy"
DASHBOARDS = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
ALERT_TESTS = DEPLOY / "prometheus" / "alerts.test.yml"
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
METRIC = re.compile(r"\binstainstru_[a-z_]+")


def read_yaml(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text())
    return read


def alert_rules() -> list[dict[str, Any]]:
    return [rule for group in read_yaml(ALERTS)["groups"] for rule in group["rules"]]


def panels(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["panels"]
    return found


def queries() -> Iterator[tuple[str, str]]:
    """`(where, expression)` of every dashboard and every alert."""
    for path in DASHBOARDS:
        for panel in panels(path):
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]
    for rule in alert_rules():
        yield f"alert {rule['alert']}", rule["expr"]
