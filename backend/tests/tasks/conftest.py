"""A broker, a mail server and the environment of the processes that use them."""

import os
from pathlib import Path

import pytest

from app.core.container import Container
from app.core.database_config import is_ci
from tests.notifications.smtp_server import Inbox
from tests.valkey_server import ValkeyServer


@pytest.fixture
def broker(valkey: ValkeyServer) -> ValkeyServer:
    return valkey


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    return tmp_path / "offset"


@pytest.fixture
def environment(live_container: Container, broker: ValkeyServer, inbox: Inbox, clock_file: Path) -> dict[str, str]:
    database = live_container.settings.database_url.replace("postgresql+asyncpg://", "postgresql://")
    # A clock may be moved on INT only, so that is what the processes are on, unless the run is on a CI database.
    place = {"DATABASE_URL": database} if is_ci(os.environ) else {"CLOCK_OFFSET_FILE": str(clock_file)}
    return place | {
        "INT_DATABASE_URL": database,
        "REDIS_URL": broker.url,
        "SMTP_PORT": str(inbox.port),
        "SECRET_KEY": "x" * 40,
        "LOG_LEVEL": "WARNING",
    }
