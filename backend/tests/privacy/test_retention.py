"""What is kept long enough is forgotten, and nothing before."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.bookings import personal_data as bookings
from app.bookings.personal_data import KEEP_CONTACT
from app.core.clock import FixedClock
from app.core.container import Container
from app.privacy.personal_data import RETENTION
from app.privacy.tasks import forget_old
from tests.privacy.conftest import Trace

DAY = timedelta(days=1)


def test_every_rule_has_a_name_of_its_own_and_a_reason() -> None:
    assert len({rule.name for rule in RETENTION}) == len(RETENTION)
    assert all(rule.why and rule.keep >= DAY for rule in RETENTION)


async def test_who_came_where_is_forgotten_after_seven_years_and_the_price_is_not(
    trace: Trace, container: Container, clock: FixedClock, connection: AsyncConnection
) -> None:
    async def kept() -> tuple[int, int, int]:
        counted = await connection.execute(
            text(
                "SELECT count(address), count(price_cents), (SELECT count(*) FROM booking_events WHERE data ? 'reason')"
                " FROM bookings"
            )
        )
        addresses, prices, reasons = counted.one()
        return addresses, prices, reasons

    everything = await kept()
    clock.set(clock.now() + KEEP_CONTACT - DAY)
    await forget_old.run(container)
    assert await kept() == everything
    clock.set(clock.now() + 30 * DAY)
    forgotten = await forget_old.run(container)
    assert await kept() == (0, everything[1], 0)
    assert all(forgotten[rule.name] for rule in bookings.RETENTION)
    assert not any((await forget_old.run(container)).values())
