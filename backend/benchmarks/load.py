"""Sending requests and taking their times."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from benchmarks.servers import Server


@dataclass(frozen=True)
class Request:
    """`status` is the only one that counts as an answer."""

    method: str
    path: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None


@dataclass(frozen=True)
class Operation:
    """`next_request` gives another request each time, where the same one twice would not be the same work."""

    name: str
    next_request: Callable[[], Request]


@dataclass
class Timing:
    """Seconds of every request sent one after another, and of the server's processor; requests a second in a crowd."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    crowd_requests: int = 0
    crowd_seconds: float = 0.0


class WrongAnswer(Exception):
    """What was measured was not what was meant to be."""


async def send(session: aiohttp.ClientSession, server: Server, request: Request) -> float:
    """Seconds until the whole answer was read."""
    started = time.perf_counter()
    async with session.request(
        request.method, server.url + request.path, json=request.body, headers=request.headers
    ) as answer:
        body = await answer.read()
    seconds = time.perf_counter() - started
    if answer.status != request.status:
        raise WrongAnswer(f"{request.method} {request.path}: {answer.status} {body[:300]!r}")
    return seconds


async def one_after_another(
    session: aiohttp.ClientSession, server: Server, operation: Operation, count: int, timing: Timing
) -> None:
    cpu = server.cpu_seconds()
    for _ in range(count):
        timing.seconds.append(await send(session, server, operation.next_request()))
    timing.cpu_seconds += server.cpu_seconds() - cpu


async def in_a_crowd(
    session: aiohttp.ClientSession, server: Server, operation: Operation, count: int, crowd: int, timing: Timing
) -> None:
    """`count` requests, `crowd` of them under way at any time."""
    waiting = iter(range(count))

    async def keep_sending() -> None:
        for _ in waiting:
            await send(session, server, operation.next_request())

    started = time.perf_counter()
    await asyncio.gather(*(keep_sending() for _ in range(crowd)))
    timing.crowd_seconds += time.perf_counter() - started
    timing.crowd_requests += count
