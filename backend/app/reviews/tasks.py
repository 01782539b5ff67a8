"""What happens to reviews by itself."""

from celery import shared_task

from app.core.container import Container
from app.reviews.dependencies import build_review_request_service


@shared_task(name="reviews.ask")
async def ask(container: Container) -> int:
    """How many students were asked for a review."""
    async with container.database.session() as session:
        return await build_review_request_service(session, container.clock).ask_due()
