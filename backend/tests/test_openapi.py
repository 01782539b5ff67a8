"""The description of the API is complete and true, and no input makes the API fail."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from typing import Any

import asyncpg
import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi import checks as openapi_checks

from app.accounts.domain import ROLE_PERMISSIONS
from app.core.config import Settings
from app.core.enums import RoleName
from app.main import create_app
from tests.databases import running_clone
from tests.operations import operations_of, required_permissions
from tests.servers import running_api

APPLICATION = create_app(Settings(_env_file=None))
DOCUMENT = APPLICATION.openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "8"))
# One person of each role tries what the role may do; they end no login of their own.
ENDS_THE_LOGIN = {"privacy-delete_account", "auth-logout", "auth-change_password", "auth-end_session"}


def whoever_may(needed: set[str]) -> str:
    """The least of the callers who gets past the door: whom it refuses is the business of other tests."""
    for role in (RoleName.STUDENT, RoleName.INSTRUCTOR):
        if needed - {"signed_in"} <= ROLE_PERMISSIONS[role]:
            return role if needed else "guest"
    return RoleName.ADMIN


CALLERS = {item.name: whoever_may(required_permissions(item.dependant)) for item in operations_of(APPLICATION)}


@pytest.fixture(scope="module")
def database_url(server_url: str) -> Iterator[str]:
    with running_clone(server_url, f"instainstru_test_{os.getpid()}_openapi") as url:
        yield url


@pytest.fixture(scope="module")
def api(database_url: str, redis_url: str) -> Iterator[str]:
    environment = {"INT_DATABASE_URL": database_url, "REDIS_URL": redis_url, "RATE_LIMIT_SCALE": "100000"}
    with running_api(environment) as base:
        yield base


@pytest.fixture(scope="module")
def callers(api: str, database_url: str) -> dict[str, dict[str, str]]:
    people = {role: _register(api, role, role) for role in (RoleName.STUDENT, RoleName.INSTRUCTOR)}
    admin = _register(api, RoleName.ADMIN, RoleName.STUDENT)
    asyncio.run(_make_admin(database_url))
    return people | {RoleName.ADMIN: admin, "guest": {}}


def _register(api: str, name: str, role: str) -> dict[str, str]:
    email, password = f"{name}@example.com", "learning is a long road"
    person = {"email": email, "password": password, "first_name": "Ada", "last_name": "Diaz", "role": role}
    httpx.post(f"{api}/api/auth/register", json=person).raise_for_status()
    login = httpx.post(f"{api}/api/auth/login", data={"username": email, "password": password}).raise_for_status()
    return {"Authorization": f"Bearer {login.json()['access_token']}"}


async def _make_admin(database_url: str) -> None:
    """Nobody becomes one through the API without another one."""
    connection = await asyncpg.connect(database_url)
    await connection.execute(
        "UPDATE user_roles SET role = 'admin' FROM users WHERE id = user_id AND email = 'admin@example.com'"
    )
    await connection.close()


@SCHEMA.parametrize()
@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_makes_an_operation_fail_or_answer_what_it_did_not_declare(
    case: schemathesis.Case, api: str, callers: dict[str, dict[str, str]]
) -> None:
    operation = case.operation.definition.raw["operationId"]
    if operation in ENDS_THE_LOGIN:
        pytest.skip("it would end the login that the other operations use")
    case.call_and_validate(base_url=api, headers=callers[CALLERS[operation]], checks=CHECKS)


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


def schemas_below(part: object, found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every named schema that a part of the document refers to, by name."""
    if isinstance(part, dict):
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found[name] = DOCUMENT["components"]["schemas"][name]
            schemas_below(found[name], found)
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        schemas_below(inner, found)
    return found


def test_unknown_fields_are_refused_in_every_body() -> None:
    sent: dict[str, dict[str, Any]] = {}
    for _, _, operation in operations():
        schemas_below(operation.get("requestBody"), sent)
    open_ones = {name for name, schema in sent.items() if schema.get("additionalProperties", True) is not False}
    words = {name for name, schema in sent.items() if "enum" in schema}
    # What mail programs send to unsubscribe is theirs to say.
    assert open_ones - words == {"Body_notifications-unsubscribe"}


# How a field's name ends, and what its value then is.
KINDS = {"_at": "date-time", "date": "date", "_id": "uuid", "_cents": "integer", "_minutes": "integer", "_time": "time"}
# Rows that are counted, ids that others give, and a number of keys that were looked at.
OTHERWISE = {"AuditVerdict.head_id", "AuditRead.request_id", "DeadLetterRead.request_id", "DeadLetterRead.user_id",
             "LoginForm.client_id", "RedisKeys.looked_at"}  # fmt: skip


def kind_of(schema: Mapping[str, Any]) -> str | None:
    is_time = str(schema.get("pattern", "")).startswith(r"^([01]\d|2[0-3])")
    return "time" if is_time else schema.get("format", schema.get("type"))


def test_a_fields_name_says_what_its_value_is() -> None:
    wrong = {
        f"{name}.{field}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, value in schema.get("properties", {}).items()
        for ending, kind in KINDS.items()
        if field.endswith(ending) and {kind_of(item) for item in value.get("anyOf", [value])} - {"null"} != {kind}
    }
    assert wrong == OTHERWISE


def test_lists_with_pages_are_asked_for_and_answered_alike() -> None:
    pages = 0
    for path, method, operation in operations():
        asked: dict[str, dict[str, Any]] = {item["name"]: item["schema"] for item in operation.get("parameters", ())}  # type: ignore[attr-defined]
        answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})  # type: ignore[attr-defined]
        name = str(answer.get("schema", {}).get("$ref")).rpartition("/")[2]
        if not name.startswith("Page_"):
            continue
        pages += 1
        limit, offset = asked["limit"], asked["offset"]
        assert [limit[key] for key in ("minimum", "maximum", "default")] == [1, 100, 20], f"{method} {path}"
        assert [offset[key] for key in ("minimum", "default")] == [0, 0], f"{method} {path}"
        assert DOCUMENT["components"]["schemas"][name]["required"] == ["items", "total", "limit", "offset"]
    assert pages > 10


def test_a_key_is_taken_wherever_a_booking_is_made_or_money_is_decided_about() -> None:
    with_key = {
        path
        for path, _, operation in operations()
        if "Idempotency-Key" in {item["name"] for item in operation.get("parameters", ())}  # type: ignore[attr-defined]
    }
    made = {"/api/bookings", "/api/bookings/holds", "/api/bookings/series"}
    assert with_key == made | {"/api/bookings/{booking_id}/cancel", "/api/bookings/series/{series_id}/cancel"}
