"""Traces and errors as they arrive at a real receiver, and what is never in them."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from app.bookings.dependencies import get_booking_repository
from app.core.config import Settings
from app.core.container import Container
from app.core.metrics import timed_task
from app.core.telemetry import start_telemetry, stop_telemetry, telemetry
from tests.conftest import SECRET
from tests.factories.accounts import PASSWORD
from tests.factories.lessons import Scene, make_scene
from tests.monitoring.telemetry_receiver import Receiver, facts, telemetry_receiver

NOTE, SEARCHED = "Planted words of a note", "planted zither"
MISTAKE = "planted words of a mistake"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with telemetry_receiver() as receiver:
        yield receiver


@pytest.fixture
def started(receiver: Receiver) -> Iterator[None]:
    named = {"otel_exporter_otlp_endpoint": receiver.collector, "sentry_dsn": receiver.dsn}
    start_telemetry(Settings(**named, secret_key=SECRET, _env_file=None), "api")
    yield
    stop_telemetry()


@pytest.fixture
def broken(application: FastAPI) -> Iterator[None]:
    """Bookings that fail for a reason that nobody expected, which has somebody's words in it."""

    def fail() -> None:
        note = NOTE
        raise LookupError(f"{MISTAKE}: {note}")

    application.dependency_overrides[get_booking_repository] = fail
    yield
    application.dependency_overrides.pop(get_booking_repository)


async def use_it(scene: Scene) -> list[httpx.Response]:
    person = scene.student.user
    form = {"username": person.email, "password": PASSWORD}
    return [
        await scene.client.post("/api/auth/login", data=form),
        await scene.client.get("/api/search", params={"q": SEARCHED}, headers=scene.student.headers),
        await scene.book("10:00", note=NOTE),
    ]


@pytest.mark.usefixtures("started", "broken")
async def test_a_request_is_one_trace_and_a_mistake_is_told_both_without_anybodys_words(
    client: httpx.AsyncClient, container: Container, receiver: Receiver
) -> None:
    scene = await make_scene(client, container)
    login, found, failed = await use_it(scene)
    assert (login.status_code, found.status_code, failed.status_code) == (200, 200, 500)
    stop_telemetry()

    spans = {span.span_id: span for span in receiver.spans()}
    (request,) = [span for span in spans.values() if span.name == "POST /api/auth/login"]
    assert facts(request)["http.response.status_code"] == "200"
    assert facts(request)["request.id"] == login.headers["x-request-id"]
    inside = [span for span in spans.values() if span.trace_id == request.trace_id and span is not request]
    assert {facts(span)["request.id"] for span in inside} == {login.headers["x-request-id"]}
    (operation,) = [span for span in inside if span.parent_span_id == request.span_id and "." in span.name]
    assert any(span.name == "SELECT" and span.parent_span_id == operation.span_id for span in inside)

    (error,) = receiver.errors()
    (told,) = error["exception"]["values"]
    assert (told["type"], told["value"]) == ("LookupError", "")
    assert told["stacktrace"]["frames"][-1]["function"] == "fail"
    (broken,) = [span for span in spans.values() if span.name == "POST /api/bookings"]
    assert error["tags"]["request.id"] == facts(broken)["request.id"]

    person = scene.student.user
    secrets = [person.email, person.first_name, person.last_name, PASSWORD, NOTE, SEARCHED, MISTAKE, "127.0.0.1"]
    secrets += [login.json()["access_token"], scene.student.headers["Authorization"].removeprefix("Bearer "), SECRET]
    assert [secret for secret in secrets if secret in receiver.all_of_it] == []


@pytest.mark.usefixtures("started")
def test_a_task_is_a_trace_and_says_how_it_failed(receiver: Receiver) -> None:
    with pytest.raises(LookupError), timed_task("bookings.sweep_holds", None):
        raise LookupError(MISTAKE)
    stop_telemetry()
    (span,) = receiver.spans()
    assert (span.name, span.status.message) == ("bookings.sweep_holds", "LookupError")
    assert MISTAKE not in receiver.all_of_it


def test_nobody_is_told_anything_unless_a_setting_says_whom(receiver: Receiver) -> None:
    start_telemetry(Settings(secret_key=SECRET, _env_file=None), "api")
    with timed_task("bookings.sweep_holds", None):
        telemetry().report(LookupError())
    stop_telemetry()
    assert receiver.bodies == []
