"""The least that an answer can cost: one Starlette route, no middleware, no database."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def answer(_: Request) -> JSONResponse:
    return JSONResponse({"status": "alive"})


app = Starlette(routes=[Route("/", answer)])
