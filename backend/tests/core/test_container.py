"""Settings that may not stand are refused when a process starts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.clock import OffsetFileClock
from app.core.config import Settings
from app.core.container import build_container
from app.core.database_config import Tier


class SettingsOfTier(Settings):
    """As a process of that tier has them, without a server of it."""

    tier: Tier

    @property
    def database_tier(self) -> Tier:
        return self.tier


@pytest.mark.parametrize("tier", [Tier.CI, Tier.PROD])
def test_a_moved_clock_is_refused_where_people_rely_on_it(tier: Tier, tmp_path: Path) -> None:
    settings = SettingsOfTier(tier=tier, clock_offset_file=tmp_path / "offset", secret_key="s" * 40, _env_file=None)
    with pytest.raises(SystemExit, match="CLOCK_OFFSET_FILE"):
        build_container(settings)


def test_production_needs_a_secret_that_all_processes_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(SystemExit, match="SECRET_KEY"):
        build_container(SettingsOfTier(tier=Tier.PROD, _env_file=None))


def test_the_offset_is_read_at_each_use(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = OffsetFileClock(file)
    assert clock.now() - datetime.now(UTC) < timedelta(seconds=5)
    file.write_text("+86400\n")
    assert timedelta(hours=23) < clock.now() - datetime.now(UTC) < timedelta(hours=25)
    file.write_text("not a number")
    assert clock.now() - datetime.now(UTC) < timedelta(seconds=5)
