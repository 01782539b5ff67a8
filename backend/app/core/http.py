"""What every request passes through: its id, its one log line, safe headers, no foreign origins, errors as problems."""

import re
import time
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import (
    PROBLEM_MEDIA_TYPE,
    AppError,
    FieldError,
    InvalidInput,
    NotFound,
    PermissionDenied,
    Unavailable,
)
from app.core.metrics import REQUEST_SECONDS
from app.core.schemas import Problem, ValidationProblem
from app.core.telemetry import telemetry

log = structlog.get_logger("app.request")

ACCESS_COOKIE = "instainstru_access"
REFRESH_COOKIE = "instainstru_refresh"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# The framework's word for a body that is no JSON and no form; for us it is bad input like any other.
UNREADABLE_BODY = 400
# PostgreSQL's class 22: the text, number or date itself cannot be stored or compared.
DATA_EXCEPTION_CLASS = "22"
# Classes that say that the server is going, gone or full, or that a lock was waited for too long.
UNAVAILABLE_CLASSES = ("08", "53", "57", "55P03", "40")


class PrefixRouter(APIRouter):
    """Asks its routes only for a path that begins as all of them do: a request is not compared with hundreds."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return super().matches(scope) if scope["path"].startswith(self.prefix) else (Match.NONE, {})


class RequestContext:
    """Gives the request an id, times it and puts the safe headers on its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope).get("x-request-id"))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 500
        answered: float | None = None

        is_stream = False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, answered, is_stream
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                _add_headers(headers, request_id)
                is_stream = _is_stream(headers)
            await send(message)
            # What is done after the answer is nobody's waiting time, and a stream is answered when it begins.
            if answered is None or not is_stream:
                answered = time.perf_counter()

        with telemetry().span(scope["method"]) as span:
            try:
                await self._app(scope, receive, send_with_headers)
            finally:
                _record(scope, status, (answered or time.perf_counter()) - started)
                route = _route(scope)
                span.describe(f"{scope['method']} {route}", {"http.route": route, "http.response.status_code": status})


def _request_id(given: str | None) -> str:
    return given if given and REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _is_stream(headers: MutableHeaders) -> bool:
    return headers.get("content-type", "").startswith("text/event-stream")


def _add_headers(headers: MutableHeaders, request_id: str) -> None:
    headers["X-Request-ID"] = request_id
    for name, value in SAFE_HEADERS.items():
        headers.setdefault(name, value)
    # Deny by default: an answer that did not say how it may be kept may not be kept.
    headers.setdefault("Cache-Control", "no-store")


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "unmatched")


def _record(scope: Scope, status: int, seconds: float) -> None:
    route = _route(scope)
    REQUEST_SECONDS.labels(scope["method"], route, str(status)).observe(seconds)
    # A secret in the path is not for the log.
    path = route if "{token}" in route else scope["path"]
    log.info("request", method=scope["method"], path=path, route=route, status=status, ms=round(seconds * 1_000, 1))


class HeadAsGet:
    """Answers HEAD wherever GET is answered: the same, without its body; of a stream only that it would begin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        is_over = False

        async def send_head(message: Message) -> None:
            nonlocal is_over
            if message["type"] == "http.response.start":
                await send(message)
            elif not is_over:
                is_over = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app({**scope, "method": "GET"}, receive, send_head)


class ForeignOriginGuard:
    """Refuses a state-changing request that carries our cookies from another site's page."""

    def __init__(self, app: ASGIApp, allowed_origins: Sequence[str]) -> None:
        self._app = app
        self._allowed = {origin.rstrip("/").lower() for origin in allowed_origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_foreign(scope):
            refusal = PermissionDenied("This request came from another site.")
            await problem_response(refusal, scope["path"])(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if scope["method"] in SAFE_METHODS or origin is None or "authorization" in headers:
            return False
        return not self._is_ours(origin.lower(), headers.get("host", "").lower())

    def _is_ours(self, origin: str, host: str) -> bool:
        return origin in self._allowed or urlsplit(origin).netloc == host


def problem_response(error: AppError, instance: str) -> JSONResponse:
    return JSONResponse(
        error.problem() | {"instance": instance},
        status_code=error.status,
        headers=error.headers,
        media_type=PROBLEM_MEDIA_TYPE,
    )


class _RouterError(AppError):
    """A status that the router itself gives: no such path, no such method, a body that is no body."""

    def __init__(self, error: HTTPException) -> None:
        super().__init__(str(error.detail), headers=error.headers)
        self.status_code = error.status_code

    def problem(self) -> dict[str, Any]:
        code = self.detail.lower().replace(" ", "_")
        return super().problem() | {
            "status": self.status_code,
            "title": self.detail,
            "code": code,
            "type": f"urn:instainstru:problem:{code}",
        }


async def _app_error(request: Request, error: AppError) -> JSONResponse:
    return problem_response(error, request.url.path)


async def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    if error.status_code == NotFound.status:
        return problem_response(NotFound(), request.url.path)
    if error.status_code == UNREADABLE_BODY:
        return problem_response(InvalidInput("The body cannot be read."), request.url.path)
    problem = _RouterError(error)
    response = problem_response(problem, request.url.path)
    response.status_code = error.status_code
    return response


async def _validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    fields = [
        FieldError(_field_name(item["loc"]), item["msg"].removeprefix("Value error, ")) for item in error.errors()
    ]
    names = ", ".join(dict.fromkeys(item["field"] for item in fields))
    return problem_response(InvalidInput(f"Please correct: {names}.", errors=fields), request.url.path)


def _field_name(location: Sequence[int | str]) -> str:
    """`("body", "durations", 0)` -> `durations.0`; the whole body is `body`, and so is a place in its text."""
    is_place_in_text = len(location) == 2 and isinstance(location[1], int)
    return str(location[0]) if is_place_in_text else ".".join(map(str, location[1:])) or str(location[0])


async def _database_error(request: Request, error: DBAPIError) -> JSONResponse:
    """Text that cannot be stored is the sender's; a server that is gone is 503; the rest is ours."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith(DATA_EXCEPTION_CLASS) or isinstance(_driver_error(error), asyncpg.DataError):
        return problem_response(InvalidInput("A value cannot be stored as it is."), request.url.path)
    if isinstance(error, InterfaceError) or error.connection_invalidated or state.startswith(UNAVAILABLE_CLASSES):
        return await _unreachable(request, error)
    raise error


def _driver_error(error: DBAPIError) -> BaseException | None:
    return error.orig.__cause__ if error.orig else None


async def _unreachable(request: Request, error: Exception) -> JSONResponse:
    log.warning("dependency unreachable", error=type(error).__name__)
    return problem_response(Unavailable(), request.url.path)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=error)
    telemetry().report(error)
    return problem_response(AppError(), request.url.path)


def install_error_handlers(app: FastAPI) -> None:
    """One handler a kind of error; all answers are `application/problem+json`."""
    app.add_exception_handler(AppError, _app_error)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _validation_error)  # type: ignore[arg-type]
    app.add_exception_handler(DBAPIError, _database_error)  # type: ignore[arg-type]
    for unreachable in (PoolTimeoutError, ConnectionError, OSError):
        app.add_exception_handler(unreachable, _unreachable)
    app.add_exception_handler(Exception, _unexpected)


def problem_responses(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` for the errors that an operation can answer with, their codes named."""
    by_status: dict[int, list[str]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error.code)
    return {status: _documented(status, codes) for status, codes in by_status.items()}


def _documented(status: int, codes: list[str]) -> dict[str, Any]:
    model = ValidationProblem if status == InvalidInput.status else Problem
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {
        "description": ", ".join(f"`{code}`" for code in dict.fromkeys(codes)),
        "content": {PROBLEM_MEDIA_TYPE: {"schema": schema}},
    }
