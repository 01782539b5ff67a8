"""What cannot run here is read: composition, blueprint, images and workflows refer to things that exist."""

import os
import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from app.core.config import Settings
from tests.deploy.files import DEPLOY, PROJECT, WORKFLOWS, read_yaml

COMPOSE = read_yaml(DEPLOY / "compose.yaml")
RENDER = read_yaml(DEPLOY / "render.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NEEDED = {"postgres", "valkey", "api", "worker", "beat", "flower", "web", "caddy", "pgbouncer"}
# Read by the entry point of the image or by the door to the database, not by `Settings`.
OF_THE_DOOR = {"USE_PROD_DATABASE", "INSTAINSTRU_PRODUCTION_MODE", "OWNER_DATABASE_URL", "PORT"}
SETTINGS = {(field.alias or name).upper() for name, field in Settings.model_fields.items()}
VARIABLE = re.compile(r"\$\{(\w+)(:?[?-][^}]*)?\}")


def test_the_composition_has_every_part() -> None:
    assert set(SERVICES) >= NEEDED
    for name, service in SERVICES.items():
        assert "image" in service or "build" in service, name
        if "build" in service:
            assert (PROJECT / service["build"]["dockerfile"]).exists(), name


def test_what_depends_on_something_depends_on_what_is_there() -> None:
    for name, service in SERVICES.items():
        for other, condition in (service.get("depends_on") or {}).items():
            assert other in SERVICES, (name, other)
            needs_health = condition["condition"] == "service_healthy"
            assert not needs_health or "healthcheck" in SERVICES[other], (name, other)


def test_volumes_are_declared_or_files_that_exist() -> None:
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).exists(), (name, source)


def test_variables_without_a_value_are_asked_for_in_the_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    example = set(re.findall(r"^#?(\w+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE))
    assert {name for name, _ in VARIABLE.findall(text)} <= example
    required = {name for name, rule in VARIABLE.findall(text) if rule == ":?"}
    assert {"OWNER_DATABASE_PASSWORD", "APP_DATABASE_PASSWORD", "SECRET_KEY"} <= required


@pytest.mark.parametrize("name", ["api", "worker", "beat", "flower", "migrate"])
def test_the_settings_that_are_given_exist(name: str) -> None:
    assert set(SERVICES[name]["environment"]) <= SETTINGS | OF_THE_DOOR


def test_the_application_does_not_own_its_tables() -> None:
    """Only migrations know the owner's password: else the audit log's guards could be taken away."""
    for name, service in SERVICES.items():
        if str(service.get("image")) == "instainstru-backend":
            url = service["environment"]["PROD_DATABASE_URL"]
            assert ("instainstru_owner" in url) is (name == "migrate"), name


def test_api_and_workers_can_be_many_and_beat_is_one() -> None:
    for name in ("api", "worker"):
        assert "container_name" not in SERVICES[name]
        assert "ports" not in SERVICES[name], "a fixed port would allow only one"
    assert SERVICES["beat"]["deploy"]["replicas"] == 1


def test_figures_are_not_for_the_street() -> None:
    caddyfile = (DEPLOY / "caddy" / "Caddyfile").read_text()
    assert re.search(r"@inside path /metrics .*\n\thandle @inside \{\n\t\trespond 404", caddyfile)


def programs() -> list[tuple[str, list[str]]]:
    found = [(f"compose {name}", service["command"]) for name, service in SERVICES.items() if "command" in service]
    rendered = ((item["name"], item.get("dockerCommand"), item.get("preDeployCommand")) for item in RENDER["services"])
    found += [(f"render {name}", shlex.split(text)) for name, *texts in rendered for text in texts if text]
    return [(where, command) for where, command in found if command[0] in {"celery", "uvicorn", "python", "sh"}]


@pytest.mark.parametrize(("where", "command"), programs(), ids=[where for where, _ in programs()])
def test_commands_name_modules_and_scripts_that_exist(where: str, command: list[str]) -> None:
    words = shlex.split(command[-1]) if command[0] == "sh" else command
    modules = {word.partition(":")[0] for word in words if word.startswith("app.")}
    scripts = {word for word in words if word.endswith(".py")}
    assert modules or scripts, where
    assert all(find_spec(module) for module in modules)
    assert all((PROJECT / "backend" / script).exists() for script in scripts)


def test_the_blueprint_has_every_part_and_known_settings() -> None:
    kinds = {item["name"].removeprefix("instainstru-"): item for item in RENDER["services"]}
    assert set(kinds) == {"redis", "api", "worker", "beat", "flower", "web"}
    groups = {group["name"]: {item["key"] for item in group["envVars"]} for group in RENDER["envVarGroups"]}
    for name in ("api", "worker", "beat", "flower"):
        given = kinds[name]["envVars"]
        keys = {item["key"] for item in given if "key" in item}
        keys |= set().union(*(groups[item["fromGroup"]] for item in given if "fromGroup" in item))
        assert keys <= SETTINGS | OF_THE_DOOR, name
        assert {"PROD_DATABASE_URL", "REDIS_URL", "SECRET_KEY", "USE_PROD_DATABASE"} <= keys, name
    for item in RENDER["services"]:
        assert item["type"] == "keyvalue" or (PROJECT / item["dockerfilePath"]).exists()
    assert kinds["beat"]["numInstances"] == 1


@pytest.mark.parametrize("path", sorted((DEPLOY / "docker").glob("*.Dockerfile")), ids=lambda path: path.stem)
def test_images_copy_what_is_there_and_do_not_run_as_root(path: Path) -> None:
    lines = path.read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    assert copied
    assert all((PROJECT / source).exists() for sources in copied for source in sources)
    assert any(line.startswith("USER ") and line != "USER root" for line in lines)


def test_there_are_three_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["backend-tests", "end-to-end", "frontend"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_targets_and_scripts_that_exist(path: Path) -> None:
    workflow = read_yaml(path)
    targets = set(re.findall(r"^([a-z0-9-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    # YAML 1.1 reads the key `on` as true.
    assert {"pull_request", "push"} <= set(workflow[True])
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 60, name
        for step in job["steps"]:
            run = step.get("run", "")
            assert ("uses" in step) is not bool(run), (name, step)
            assert set(re.findall(r"\bmake ([a-z0-9-]+)", run)) <= targets
            folder = PROJECT / job.get("defaults", {}).get("run", {}).get("working-directory", ".")
            named = re.findall(r"\b((?:scripts|deploy)/[\w./-]+|requirements[\w-]*\.lock)", run)
            assert all((folder / file).exists() for file in named), (name, named)


def test_backend_tests_run_on_services_through_the_door() -> None:
    job = read_yaml(WORKFLOWS[0])["jobs"]["test"]
    assert set(job["services"]) == {"postgres", "redis"}
    assert job["env"]["CI"] == "true"
    # The door wants the word test in the name of a CI database.
    assert (
        job["env"]["DATABASE_URL"].rpartition("/")[2] == job["services"]["postgres"]["env"]["POSTGRES_DB"] == "test_db"
    )


def test_docker_itself_reads_the_composition() -> None:
    """Where Compose is installed; its `config` needs no daemon."""
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed")
    secrets = {"OWNER_DATABASE_PASSWORD": "a", "APP_DATABASE_PASSWORD": "b", "SECRET_KEY": "c"}
    command = [program, "-f", str(DEPLOY / "compose.yaml"), "--env-file", str(DEPLOY / "compose.env.example"), "config"]
    done = subprocess.run(command, env={**os.environ, **secrets}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr
