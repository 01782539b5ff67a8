"""What the table of reviews knows of who wrote and who answered."""

from app.core.personal_data import Blank, PersonalData
from app.reviews.models import Review

PERSONAL_DATA = (
    PersonalData(
        Review,
        "reviews_written",
        "What you said of your lessons.",
        lambda user_id: Review.student_id == user_id,
        # The stars stay in the instructor's average.
        Blank(lambda _, __: {"text": ""}),
        hidden=frozenset({"answer"}),
    ),
    PersonalData(
        Review,
        "reviews_received",
        "What was said of your lessons, and your answers.",
        lambda user_id: Review.instructor_id == user_id,
        Blank(lambda _, __: {"answer": None, "answered_at": None}),
        hidden=frozenset({"student_id"}),
    ),
)
