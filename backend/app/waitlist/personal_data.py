"""What the tables of the waitlist know of those who wait."""

from sqlalchemy import select

from app.core.personal_data import PersonalData, Remove
from app.waitlist.models import WaitlistOffer, WaitlistWish

PERSONAL_DATA = (
    PersonalData(
        WaitlistOffer,
        "waitlist_offers",
        "The times that were offered to you while you waited.",
        lambda user_id: WaitlistOffer.wish_id.in_(select(WaitlistWish.id).where(WaitlistWish.student_id == user_id)),
        Remove(),
    ),
    PersonalData(
        WaitlistWish,
        "waitlist_wishes",
        "What you waited for.",
        lambda user_id: WaitlistWish.student_id == user_id,
        Remove(),
        hidden=frozenset({"wanted"}),
    ),
)
