"""What the tables of availability know of a person who teaches."""

from app.availability.models import (
    AvailabilityPattern,
    AvailabilitySlot,
    AvailabilityWeek,
    Blackout,
    EditedDay,
    PatternRange,
)
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
        EditedDay,
        "edited_days",
        "Days that you set by hand, which your weekly pattern leaves alone.",
        lambda user_id: EditedDay.instructor_id == user_id,
        Remove(),
    ),
    PersonalData(
        PatternRange,
        "weekly_pattern",
        "When you teach in every week, Monday being 0.",
        lambda user_id: PatternRange.instructor_id == user_id,
        Remove(),
    ),
    PersonalData(
        AvailabilityPattern,
        "weekly_pattern_versions",
        "How often you changed your weekly pattern, and how far it has filled your weeks.",
        lambda user_id: AvailabilityPattern.instructor_id == user_id,
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
