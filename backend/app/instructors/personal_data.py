"""What the tables of instructors know of a person who teaches."""

from app.core.personal_data import Blank, PersonalData, Remove
from app.instructors.models import Instructor, Offering, ServiceArea

PERSONAL_DATA = (
    PersonalData(
        ServiceArea,
        "service_areas",
        "Where you travel to.",
        lambda user_id: ServiceArea.instructor_id == user_id,
        Remove(),
    ),
    PersonalData(
        Offering,
        "offerings",
        "What you teach, and for how much.",
        lambda user_id: Offering.instructor_id == user_id,
        # Bookings refer to them.
        Blank(lambda _, now: {"description": "", "is_listed": False, "archived_at": now}),
    ),
    PersonalData(
        Instructor,
        "instructor_profile",
        "What you say of yourself as an instructor.",
        lambda user_id: Instructor.id == user_id,
        # The slug is made of the name.
        Blank(
            lambda user_id, now: {
                "slug": f"deleted-{user_id}",
                "headline": "",
                "bio": "",
                "years_experience": None,
                "is_listed": False,
                "suspended_at": now,
            }
        ),
    ),
)
