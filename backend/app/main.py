"""The HTTP application."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig

from app.core.config import Settings, get_settings, open_settings
from app.core.container import Container, build_container
from app.core.errors import InvalidInput, Unavailable
from app.core.http import (
    ForeignOriginGuard,
    HeadAsGet,
    RequestContext,
    install_error_handlers,
    problem_responses,
)
from app.core.logging import configure_logging
from app.core.schemas import Problem, ValidationProblem
from app.core.stop_signal import on_stop_signal
from app.core.telemetry import start_telemetry, stop_telemetry
from app.registry import DOMAINS

# A request makes some thousands of objects, nearly all of which are gone with it; the usual 700 looks in its middle.
GARBAGE_THRESHOLDS = (50_000, 20, 20)

# The framework's own would send paths and the words of errors; ours is in `core/telemetry.py`.
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def operation_id(route: APIRoute) -> str:
    """`tag-name`: stable, so that generated clients stay as they are."""
    return f"{route.tags[0]}-{route.name}"


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    start_telemetry(app.state.container.settings, "api")
    try:
        await app.state.container.database.check_marker()
        # A server that is told to stop waits for open answers, and streams have no end of their own.
        with on_stop_signal(app.state.container.live.stop):
            yield
    finally:
        await app.state.container.close()
        stop_telemetry()


def create_app(settings: Settings | None = None, container: Container | None = None) -> FastAPI:
    """The whole application; tests give a container of their own."""
    settings = settings or get_settings()
    configure_logging(settings.log_level, as_json=settings.log_json)
    app = FastAPI(
        title="InstaInstru",
        version="1.0.0",
        summary="Book private instructors in New York City at once.",
        generate_unique_id_function=operation_id,
        lifespan=_lifespan,
        docs_url="/api/docs",
        redoc_url=None,
        responses=problem_responses(InvalidInput, Unavailable),
        telemetry=NO_TELEMETRY,
    )
    app.state.container = container or build_container(settings)
    app.state.guest_adopters = tuple(domain.adopt_guest for domain in DOMAINS if domain.adopt_guest)
    install_error_handlers(app)
    app.add_middleware(ForeignOriginGuard, allowed_origins=[settings.web_origin])
    app.add_middleware(RequestContext)
    app.add_middleware(HeadAsGet)
    for domain in DOMAINS:
        for router in domain.routers:
            app.include_router(router)
    _publish_problem_schemas(app)
    return app


def _publish_problem_schemas(app: FastAPI) -> None:
    """Puts the problem shapes, which only error answers refer to, into the OpenAPI document."""
    generate = app.openapi

    def openapi() -> dict[str, object]:
        document = generate()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for model in (Problem, ValidationProblem):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _settle_memory() -> None:
    """What a server has when it starts it keeps: the garbage collector need not look at all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def __getattr__(name: str) -> FastAPI:
    """`uvicorn app.main:app`: the application is made when it is asked for, not when this module is imported."""
    if name == "app":
        app = create_app(open_settings())
        _settle_memory()
        return app
    raise AttributeError(name)
