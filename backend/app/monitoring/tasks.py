"""Watching in the background."""

from celery import shared_task

from app.core.container import Container
from app.monitoring.dependencies import build_invariant_checker
from app.monitoring.domain import Invariant


@shared_task(name="monitoring.check_invariants")
async def check_invariants(container: Container) -> dict[Invariant, int]:
    """Rows at fault by invariant; nought is what should be there."""
    async with container.database.read_session() as session:
        return await build_invariant_checker(session, container).check()
