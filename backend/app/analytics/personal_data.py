"""What the tables of analytics know of a person."""

from app.analytics.models import InstructorFacts
from app.core.personal_data import PersonalData, Remove

PERSONAL_DATA = (
    PersonalData(
        InstructorFacts,
        "instructor_facts",
        "How you were found and booked in the last four weeks, in sums.",
        lambda user_id: InstructorFacts.instructor_id == user_id,
        Remove(),
    ),
)
