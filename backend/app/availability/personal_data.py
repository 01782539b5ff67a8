"""What the tables of availability know of a person who teaches."""

from app.availability.models import AvailabilitySlot, AvailabilityWeek, Blackout
from app.core.personal_data import PersonalData, Remove

PERSONAL_DATA = (
    PersonalData(
        AvailabilitySlot,
        "availability",
        "When you teach.",
        lambda user_id: AvailabilitySlot.instructor_id == user_id,
        Remove(),
    ),
    PersonalData(
        AvailabilityWeek,
        "availability_weeks",
        "How often you changed a week.",
        lambda user_id: AvailabilityWeek.instructor_id == user_id,
        Remove(),
    ),
    PersonalData(
        Blackout,
        "blackouts",
        "Days on which you do not teach, and why.",
        lambda user_id: Blackout.instructor_id == user_id,
        Remove(),
    ),
)
