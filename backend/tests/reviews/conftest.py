"""The scene that the tests of reviews play in."""

import httpx
import pytest

from app.core.container import Container
from tests.factories.lessons import Scene, make_scene


@pytest.fixture
async def scene(client: httpx.AsyncClient, container: Container) -> Scene:
    return await make_scene(client, container)
