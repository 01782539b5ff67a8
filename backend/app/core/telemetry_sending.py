"""Traces to an OpenTelemetry collector and errors to Sentry, without the words of anybody.

Both are made here and known to nobody else: their own integrations would send headers, addresses, bodies and values.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sentry_sdk
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import event_from_exception
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import ExceptionContext, ExecutionContext

from app.core.config import Settings
from app.core.logging import current_request_id

SECONDS = 5
OF_STATEMENT = "telemetry_span"


class DescribedSpan:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def describe(self, name: str, facts: Mapping[str, str | int]) -> None:
        self._span.update_name(name)
        self._span.set_attributes(facts)


class Sending:
    """Each half only where its receiver is named."""

    def __init__(self, settings: Settings, part: str) -> None:
        endpoint, dsn = settings.otel_exporter_otlp_endpoint, settings.sentry_dsn.get_secret_value()
        self._provider = _provider(endpoint, part) if endpoint else None
        self._tracer = self._provider.get_tracer("instainstru") if self._provider else trace.NoOpTracer()
        self._statements = StatementSpans(self._tracer) if self._provider else None
        self._sentry = _sentry(dsn) if dsn else None

    @contextmanager
    def span(self, name: str) -> Iterator[DescribedSpan]:
        # The SDK by itself would keep an error's words.
        with self._tracer.start_as_current_span(
            name, attributes=_common(), record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield DescribedSpan(span)
            except BaseException as error:
                span.set_status(trace.StatusCode.ERROR, type(error).__name__)
                raise

    def report(self, error: BaseException) -> None:
        if self._sentry is not None:
            told, hint = event_from_exception(error, client_options=self._sentry.options)
            told["tags"] = _common()
            self._sentry.capture_event(told, hint)

    def close(self) -> None:
        if self._statements is not None:
            self._statements.remove()
        if self._provider is not None:
            self._provider.shutdown()
        if self._sentry is not None:
            self._sentry.close(timeout=SECONDS)


def _provider(endpoint: str, part: str) -> TracerProvider:
    provider = TracerProvider(resource=Resource.create({"service.name": f"instainstru-{part}"}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def _sentry(dsn: str) -> sentry_sdk.Client:
    return sentry_sdk.Client(
        dsn=dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=_without_words,
    )


def _without_words(told: Event, _hint: Hint) -> Event:
    """An error's message may hold what somebody wrote, or the values of a statement: its kind and place are enough."""
    for error in told.get("exception", {}).get("values", []):
        error["value"] = ""
    return told


def _common() -> dict[str, str]:
    request_id = current_request_id()
    return {"request.id": request_id} if request_id else {}


class StatementSpans:
    """A span of every statement that any engine of this process runs."""

    def __init__(self, tracer: trace.Tracer) -> None:
        self._tracer = tracer
        self._listeners: dict[str, Callable[..., None]] = {
            "before_cursor_execute": self._begin,
            "after_cursor_execute": self._end,
            "handle_error": self._fail,
        }
        for name, listener in self._listeners.items():
            event.listen(Engine, name, listener)

    def remove(self) -> None:
        for name, listener in self._listeners.items():
            event.remove(Engine, name, listener)

    def _begin(
        self, _connection: Any, _cursor: Any, statement: str, _values: Any, context: ExecutionContext | None, _many: Any
    ) -> None:
        if context is not None:
            facts = {"db.system.name": "postgresql", "db.query.text": statement} | _common()
            name = statement.split(maxsplit=1)[0].upper()
            vars(context)[OF_STATEMENT] = self._tracer.start_span(name, kind=trace.SpanKind.CLIENT, attributes=facts)

    def _end(
        self,
        _connection: Any,
        _cursor: Any,
        _statement: Any,
        _values: Any,
        context: ExecutionContext | None,
        _many: Any,
    ) -> None:
        if span := _span_of(context):
            span.end()

    def _fail(self, failed: ExceptionContext) -> None:
        if span := _span_of(failed.execution_context):
            span.set_status(trace.StatusCode.ERROR, type(failed.original_exception).__name__)
            span.end()


def _span_of(context: ExecutionContext | None) -> trace.Span | None:
    return vars(context).pop(OF_STATEMENT, None) if context is not None else None
