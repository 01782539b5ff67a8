"""What is sent as a date or a time is text of one form, and nothing that could be read as one."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.core.schemas import CalendarDate, EndTime, StartTime

NO_TIMES = (540, 540.0, True, None, b"09:00", "", "9:00", " 09:00", "09:00:00", "09:00Z", "9 AM", "24:15", "25:00",
            "09:60", "-1:00", "\u0660\u0669:\u0660\u0660")  # fmt: skip
NO_DATES = (1_795_651_200, 1_795_651_200.0, True, None, b"2026-11-25", "", "1795651200", "20261125", "2026-11-5",
            " 2026-11-25", "2026-11-25T00:00:00", "2026-11-25T00:00:00Z", "2027-02-29", "2026-13-01", "0000-00-00",
            "1999-12-31", "2101-01-01", "\uff12\uff10\uff12\uff16-11-25")  # fmt: skip

starts, ends, dates = TypeAdapter(StartTime), TypeAdapter(EndTime), TypeAdapter(CalendarDate)


@pytest.mark.parametrize(("text", "minute"), [("00:00", 0), ("09:15", 555), ("23:45", 1_425)])
def test_a_time_is_a_quarter_hour_of_the_day(text: str, minute: int) -> None:
    assert starts.validate_python(text) == ends.validate_python(text) == minute


def test_midnight_can_only_be_an_end() -> None:
    assert ends.validate_python("24:00") == 1_440
    with pytest.raises(ValidationError, match="24:00 can only be an end"):
        starts.validate_python("24:00")


@pytest.mark.parametrize("sent", [*NO_TIMES, "09:10"])
@pytest.mark.parametrize("kind", [starts, ends])
def test_what_is_no_time(kind: TypeAdapter[int], sent: Any) -> None:
    with pytest.raises(ValidationError):
        kind.validate_python(sent)


@pytest.mark.parametrize("text", ["2000-01-01", "2026-11-25", "2028-02-29", "2100-12-31"])
def test_a_date_has_its_four_digits_and_two_and_two(text: str) -> None:
    assert dates.validate_python(text) == date.fromisoformat(text)


@pytest.mark.parametrize("sent", NO_DATES)
def test_what_is_no_date(sent: Any) -> None:
    with pytest.raises(ValidationError):
        dates.validate_python(sent)
