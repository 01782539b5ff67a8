"""Server-sent events: an answer that stays open for as long as somebody listens."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

PING = b": ping\n\n"
# Web servers and gateways cut a connection on which nothing was said for half a minute.
PING_SECONDS = 15.0
# How long a browser waits before it connects again.
RETRY = b"retry: 2000\n\n"
# Compressing would gather what must go out at once, and so would a buffering proxy.
HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


def event(name: str, data: str) -> bytes:
    """One event; `data` is a single line."""
    return f"event: {name}\ndata: {data}\n\n".encode()


class EventStream(StreamingResponse):
    """Sends what `events` gives; when the client leaves or the events end, `held` is let go, whatever came before."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes], held: AsyncExitStack) -> None:
        super().__init__(events, headers=HEADERS)
        self._events = events
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._held, aclosing(self._events):  # type: ignore[type-var]
            await super().__call__(scope, receive, send)
