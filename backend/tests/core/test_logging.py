"""What is logged, and what never is."""

import json
import logging

import pytest
import structlog

from app.core.logging import configure_logging

SECRET = "the-token-of-somebody"


def fail() -> None:
    authorization = SECRET
    raise LookupError(f"nothing for {len(authorization)} characters")


@pytest.fixture(autouse=True)
def restore_logging() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_logged_error_names_its_place_and_holds_no_local_variable(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", as_json=as_json)
    try:
        fail()
    except LookupError as error:
        structlog.get_logger("app.test").error("unexpected error", exc_info=error)
    written = capsys.readouterr().err
    assert "test_logging.py" in written
    assert SECRET not in written
    assert "authorization" not in written or not as_json


def test_the_request_id_stands_on_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", as_json=True)
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        logging.getLogger("somebody.else").warning("plain")
    assert json.loads(capsys.readouterr().err)["request_id"] == "abc"
