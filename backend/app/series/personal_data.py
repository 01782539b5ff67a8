"""What the table of series knows of its two sides: words about times, which its lessons say too."""

from app.core.personal_data import Keep, PersonalData
from app.series.models import Series

_STAYS = Keep("What was agreed on stays, as the lessons do; it holds times and ids.")

PERSONAL_DATA = (
    PersonalData(
        Series,
        "series_as_student",
        "The series of lessons that you booked.",
        lambda user_id: Series.student_id == user_id,
        _STAYS,
    ),
    PersonalData(
        Series,
        "series_as_instructor",
        "The series of lessons that were booked with you.",
        lambda user_id: Series.instructor_id == user_id,
        _STAYS,
        hidden=frozenset({"student_id"}),
    ),
)
