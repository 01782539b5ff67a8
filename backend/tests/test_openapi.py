"""The description of the API is complete and true, and no input makes the API fail."""

import os
from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi import checks as openapi_checks

from app.core.config import Settings
from app.main import create_app
from tests.databases import running_clone
from tests.servers import running_api

DOCUMENT = create_app(Settings(_env_file=None)).openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "8"))
# One registered person of each role tries everything; it ends no login of its own.
ENDS_THE_LOGIN = {"privacy-delete_account", "auth-logout", "auth-change_password", "auth-end_session"}


@pytest.fixture(scope="module")
def api(server_url: str, redis_url: str) -> Iterator[str]:
    with running_clone(server_url, f"instainstru_test_{os.getpid()}_openapi") as url:
        environment = {"INT_DATABASE_URL": url, "REDIS_URL": redis_url, "RATE_LIMIT_SCALE": "100000"}
        with running_api(environment) as base:
            yield base


@pytest.fixture(scope="module")
def callers(api: str) -> dict[str, dict[str, str]]:
    return {role: _register(api, role) for role in ("student", "instructor")} | {"guest": {}}


def _register(api: str, role: str) -> dict[str, str]:
    email, password = f"{role}@example.com", "learning is a long road"
    person = {"email": email, "password": password, "first_name": "Ada", "last_name": "Diaz", "role": role}
    httpx.post(f"{api}/api/auth/register", json=person).raise_for_status()
    login = httpx.post(f"{api}/api/auth/login", data={"username": email, "password": password}).raise_for_status()
    return {"Authorization": f"Bearer {login.json()['access_token']}"}


@pytest.mark.parametrize("role", ["guest", "student", "instructor"])
@SCHEMA.parametrize()
@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_makes_an_operation_fail_or_answer_what_it_did_not_declare(
    case: schemathesis.Case, role: str, api: str, callers: dict[str, dict[str, str]]
) -> None:
    if role != "guest" and case.operation.definition.raw["operationId"] in ENDS_THE_LOGIN:
        pytest.skip("it would end the login that the other operations use")
    case.call_and_validate(base_url=api, headers=callers[role], checks=CHECKS)


def operations() -> Iterator[tuple[str, str, dict[str, object]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_operation_ids_are_tag_and_name() -> None:
    for path, method, operation in operations():
        tag = operation["tags"][0]  # type: ignore[index]
        assert str(operation["operationId"]).startswith(f"{tag}-"), f"{method} {path}"


def test_no_path_ends_with_a_slash() -> None:
    assert [path for path, _, _ in operations() if path != "/" and path.endswith("/")] == []


def test_every_error_is_declared_as_a_problem() -> None:
    for path, method, operation in operations():
        for status, answer in operation["responses"].items():  # type: ignore[attr-defined]
            if status.startswith(("4", "5")) and answer.get("content"):
                assert list(answer["content"]) == ["application/problem+json"], f"{method} {path} {status}"
