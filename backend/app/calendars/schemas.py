"""Shapes of private calendar addresses."""

from datetime import datetime

from app.core.schemas import ResponseModel


class FeedRead(ResponseModel):
    """Whether there is one, and since when; the address itself is not kept."""

    exists: bool
    created_at: datetime | None


class NewFeedRead(ResponseModel):
    """`path` is shown this once; whoever knows it sees the lessons. It goes behind the web app's own address."""

    path: str
    created_at: datetime
