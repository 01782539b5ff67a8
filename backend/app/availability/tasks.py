"""What happens to hours by itself."""

from celery import shared_task

from app.availability.dependencies import build_weekly_pattern_service
from app.core.container import Container


@shared_task(name="availability.fill_new_days")
async def fill_new_days(container: Container) -> int:
    """How many instructors got hours by their weekly pattern for days that have come within the horizon."""
    async with container.database.session() as session:
        return await build_weekly_pattern_service(session, container.clock, container.live).fill_new_days()
