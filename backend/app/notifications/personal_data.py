"""What the outbox knows of a person."""

from app.core.events import OutboxMessage
from app.core.personal_data import PersonalData, Remove

PERSONAL_DATA = (
    PersonalData(
        OutboxMessage,
        "messages",
        "Mails to you: which, and when they went out.",
        lambda user_id: OutboxMessage.payload["user_id"].astext == str(user_id),
        Remove(),
        # What a mail said may be about the other side too; it is forgotten when the mail is out.
        hidden=frozenset({"payload", "last_error"}),
    ),
)
