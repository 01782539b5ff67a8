"""Whom limits and searches count: the address that our own proxies wrote, and none that a caller wrote."""

from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from app.core.config import Settings
from app.core.dependencies import ClientAddressDep

PEER = "198.51.100.9"


async def _address(hops: int, forwarded: str | None) -> str:
    app = FastAPI()
    app.state.container = SimpleNamespace(
        settings=Settings(trusted_proxy_hops=hops, secret_key="s" * 40, _env_file=None)
    )

    @app.get("/")
    async def say(address: ClientAddressDep) -> str:
        return address

    transport = httpx.ASGITransport(app, client=(PEER, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        address: str = (await client.get("/", headers=headers)).json()
    return address


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        # Nobody stands in front: whatever a caller writes is a lie.
        (0, "203.0.113.7", PEER),
        (0, None, PEER),
        # One proxy of ours wrote the last one; what stands before it came from the caller.
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (2, "10.0.0.1, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        # Fewer than our proxies write: it did not come through them.
        (2, "203.0.113.7", PEER),
        (1, None, PEER),
        (1, " , ", PEER),
    ],
)
async def test_an_address_is_believed_as_far_as_our_proxies_wrote_it(
    hops: int, forwarded: str | None, address: str
) -> None:
    assert await _address(hops, forwarded) == address
