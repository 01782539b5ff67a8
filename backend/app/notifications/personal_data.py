"""What the outbox knows of a person, and which mails they want."""

from app.core.events import OutboxMessage
from app.core.personal_data import PersonalData, Remove
from app.notifications.models import MutedMail

PERSONAL_DATA = (
    PersonalData(
        MutedMail,
        "muted_mails",
        "The mails that you turned off.",
        lambda user_id: MutedMail.user_id == user_id,
        Remove(),
    ),
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
