"""What can go wrong with calendars."""

from app.core.errors import NotFound


class FeedNotFound(NotFound):
    code, title = "calendar_not_found", "No such calendar"
