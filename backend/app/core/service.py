"""What every service has: the one owner of commits, and a clock on every public method."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.metrics import timed_operation

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

AfterCommit = Callable[[], Awaitable[None]]


@dataclass
class _UnitOfWork:
    depth: int = 0
    after_commit: list[AfterCommit] = field(default_factory=list)


def _unit_of_work(session: AsyncSession) -> _UnitOfWork:
    """Kept on the session, so that services sharing a session share the transaction."""
    unit: _UnitOfWork = session.info.setdefault("unit_of_work", _UnitOfWork())
    return unit


class BaseService:
    """Holds the session; the only caller of `commit()`."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """The outermost block commits, an inner one joins; an error rolls back and goes on unchanged."""
        unit = _unit_of_work(self.session)
        unit.depth += 1
        finished = False
        try:
            yield
            if unit.depth == 1:
                await self.session.commit()
            finished = True
        finally:
            unit.depth -= 1
            if unit.depth == 0:
                callbacks, unit.after_commit = unit.after_commit, []
                if not finished:
                    await self.session.rollback()
        if unit.depth == 0:
            for callback in callbacks:
                await callback()

    def after_commit(self, callback: AfterCommit) -> None:
        """Runs `callback` when the outermost block has committed; dropped on rollback."""
        _unit_of_work(self.session).after_commit.append(callback)


def measure_operation(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, R]]:
    """Times a public service method and counts its success or failure; it only records."""
    operation = method.__qualname__

    @wraps(method)
    async def measured(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        with timed_operation(operation):
            return await method(self, *args, **kwargs)

    measured.__measured_operation__ = operation  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[S, P], Coroutine[Any, Any, R]]", measured)
