"""Public reads that may be kept by browsers and proxies: `ETag`, `Cache-Control` and 304."""

from collections.abc import Callable, Coroutine
from hashlib import blake2b
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

OK = 200
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "What you have is still right"}}


def entity_tag(body: bytes) -> str:
    """Weak, because a proxy that compresses the body leaves it the same answer."""
    return f'W/"{blake2b(body, digest_size=12).hexdigest()}"'


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether the caller's `If-None-Match` names this answer; weak and strong tags compare alike."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in known or etag.removeprefix("W/") in known


def cacheable_route(max_age_seconds: int) -> type[APIRoute]:
    """The route class of a router whose answers are the same for everybody and stay good for that long."""

    class CacheableRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            answer = super().get_route_handler()

            async def cached(request: Request) -> Response:
                response = await answer(request)
                return _conditional(request, response, max_age_seconds) if response.status_code == OK else response

            return cached

    return CacheableRoute


def _conditional(request: Request, response: Response, max_age_seconds: int) -> Response:
    etag = entity_tag(bytes(response.body))
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={max_age_seconds}"}
    if is_known(etag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response
