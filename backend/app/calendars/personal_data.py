"""What the table of calendar addresses knows of a person."""

from app.calendars.models import CalendarFeed
from app.core.personal_data import PersonalData, Remove

PERSONAL_DATA = (
    PersonalData(
        CalendarFeed,
        "calendar_feeds",
        "Since when your lessons can be subscribed to by calendar programs.",
        lambda user_id: CalendarFeed.user_id == user_id,
        Remove(),
        hidden=frozenset({"token_hash"}),
    ),
)
