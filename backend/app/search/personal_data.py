"""What the tables of search know of a person."""

from app.core.personal_data import PersonalData, Remove
from app.search.models import Favorite

PERSONAL_DATA = (
    PersonalData(
        Favorite, "favorites", "Whom you want to find again.", lambda user_id: Favorite.user_id == user_id, Remove()
    ),
    PersonalData(
        Favorite,
        "kept_by_others",
        "That others kept you is theirs to know.",
        lambda user_id: Favorite.instructor_id == user_id,
        Remove(),
        is_exported=False,
    ),
)
