"""Where traces and unexpected errors are told: nowhere, unless a setting names a receiver.

What is told are names and numbers of ours: patterns of routes, operations, tasks, statements without their values,
kinds of errors, and the request's id, by which the log says more.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Protocol, Self

from app.core.config import Settings

# Loaded only where it is used: its packages take a third of a second.
SENDING = "app.core.telemetry_sending"


class Span(Protocol):
    """Something that takes time, within what takes time around it."""

    def describe(self, name: str, facts: Mapping[str, str | int]) -> None:
        """For what is known only afterwards."""


class Telemetry(Protocol):
    def span(self, name: str) -> AbstractContextManager[Span]: ...

    def report(self, error: BaseException) -> None:
        """Of an error that nobody expected."""

    def close(self) -> None:
        """Sends what was not sent yet."""


class Nobody:
    """Hears nothing."""

    def span(self, name: str) -> AbstractContextManager[Span]:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def describe(self, name: str, facts: Mapping[str, str | int]) -> None:
        pass

    def report(self, error: BaseException) -> None:
        pass

    def close(self) -> None:
        pass


class _OfThisProcess:
    telemetry: Telemetry = Nobody()


def telemetry() -> Telemetry:
    return _OfThisProcess.telemetry


def start_telemetry(settings: Settings, part: str) -> None:
    """`part` names this process among those of the product."""
    if settings.otel_exporter_otlp_endpoint or settings.sentry_dsn.get_secret_value():
        _OfThisProcess.telemetry = import_module(SENDING).Sending(settings, part)


def stop_telemetry() -> None:
    _OfThisProcess.telemetry.close()
    _OfThisProcess.telemetry = Nobody()
