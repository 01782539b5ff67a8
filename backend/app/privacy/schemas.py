"""What somebody gets of themselves, and what deleting an account needs."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from app.accounts.schemas import Password
from app.core.schemas import RequestModel, ResponseModel


class ExportSection(ResponseModel):
    """Rows of one kind. `about` says what they are; the fields of a row are named in `fields`, in order."""

    name: str
    about: str
    fields: list[str]
    rows: list[dict[str, Any]]


class Export(ResponseModel):
    """Everything that is known of a person. `version` grows when the meaning of a section changes.

    Dates and instants are ISO 8601, wall-clock times `HH:MM`, money whole cents.
    """

    version: int
    exported_at: datetime
    sections: list[ExportSection]


class DeleteWrite(RequestModel):
    """The password again, so that a browser left open deletes nothing."""

    password: Password


class RetentionRead(ResponseModel):
    """One line of what is kept for how long."""

    name: str
    table: str
    days: Annotated[int, Field(ge=1)]
    why: str
