"""Structured logs: JSON lines, or plain lines at a terminal; the request's id is on every line."""

import logging
import sys

import structlog


def configure_logging(level: str, *, as_json: bool) -> None:
    """Sends structlog and the standard library's loggers through one formatter to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    final: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        # Frames without their local variables, where passwords and tokens would be.
        tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        final.append(structlog.processors.ExceptionRenderer(tracebacks))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*final, renderer]))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Our own middleware writes one line a request; uvicorn's would be a second.
    logging.getLogger("uvicorn.access").disabled = True


def current_request_id() -> str | None:
    """Of the request that is being answered, or of the task that is being done; None outside of both."""
    bound = structlog.contextvars.get_contextvars()
    return bound.get("request_id") or bound.get("task_id")
