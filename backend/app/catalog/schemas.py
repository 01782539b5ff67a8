"""What the catalog answers."""

from app.core.schemas import ResponseModel


class CategoryRead(ResponseModel):
    """`bullet` is the letter in the category's round sign."""

    slug: str
    name: str
    bullet: str
    subjects_count: int


class SubjectRead(ResponseModel):
    """`instructors_count` and `min_rate_cents` (per hour, None without instructors) say what can be found now."""

    slug: str
    name: str
    category: str
    instructors_count: int
    min_rate_cents: int | None
