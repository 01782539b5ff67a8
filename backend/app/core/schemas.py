"""Shapes that every domain's requests and responses are made of."""

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
)

from app.core.timerange import MINUTES_PER_DAY, QUARTER_HOUR, format_minute, parse_minute

T = TypeVar("T")

MAX_OFFSET = 1_000_000
NO_NUL = r"^[^\x00]*$"
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _refuse_nul(value: Any) -> Any:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("must not contain a NUL character")
    return value


class RequestModel(BaseModel):
    """What a client sends: unknown fields are refused; text is trimmed and has no NUL, which PostgreSQL cannot keep."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _storable_text(cls, value: Any) -> Any:
        return _refuse_nul(value)


class ResponseModel(BaseModel):
    """What a client gets: only what is declared, also read from attributes."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)


class Page(ResponseModel, Generic[T]):
    """A part of a list; `total` counts all of it."""

    items: list[T]
    total: int
    limit: int
    offset: int


class PageParams(BaseModel):
    """`?limit=` 1-100, default 20, and `?offset=`."""

    limit: Annotated[int, Query(ge=1, le=100)] = 20
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0


def _read_minute(value: Any) -> Any:
    return parse_minute(value) if isinstance(value, str) else value


def _written_minute(value: Any) -> Any:
    """From outside a time is text: a number would be read as minutes since midnight, which nobody means."""
    if not isinstance(value, str):
        raise ValueError("a time is HH:MM, 00:00 to 24:00")  # noqa: TRY004 - a TypeError is no validation error
    return parse_minute(value)


def _written_date(value: Any) -> Any:
    """Neither an instant nor seconds since 1970, which would be read as the day of London that they lie in."""
    if isinstance(value, date) or (isinstance(value, str) and _DATE.fullmatch(value)):
        return value
    raise ValueError("a date is YYYY-MM-DD")


def _not_midnight_end(minute: int) -> int:
    if minute == MINUTES_PER_DAY:
        raise ValueError("24:00 can only be an end")
    return minute


def _quarter_hour(minute: int) -> int:
    if minute % QUARTER_HOUR:
        raise ValueError("must lie on a quarter hour")
    return minute


_WALL_TIME_SCHEMA = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", "examples": ["09:30"]}

WallTimeStr = Annotated[
    int,
    BeforeValidator(_read_minute),
    Field(ge=0, le=MINUTES_PER_DAY),
    PlainSerializer(format_minute, return_type=str),
    WithJsonSchema(_WALL_TIME_SCHEMA),
]
"""`"HH:MM"` outside, minutes since midnight inside; `"24:00"` is 1440."""

EndTime = Annotated[WallTimeStr, BeforeValidator(_written_minute), AfterValidator(_quarter_hour)]
"""A wall-clock end that is sent, on a quarter hour, up to 24:00."""

StartTime = Annotated[EndTime, AfterValidator(_not_midnight_end)]
"""A wall-clock start that is sent, on a quarter hour, up to 23:45."""

CalendarDate = Annotated[date, BeforeValidator(_written_date), Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
"""A date that is sent, `YYYY-MM-DD`, with room on both sides for arithmetic."""

SafeText = Annotated[str, AfterValidator(_refuse_nul)]
"""Text of a query or path that PostgreSQL can compare."""


class FieldProblem(BaseModel):
    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 `application/problem+json`; `code` is stable."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str


class ValidationProblem(Problem):
    """422: `errors` names each field."""

    errors: list[FieldProblem]
