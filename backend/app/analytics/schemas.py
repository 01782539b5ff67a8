"""What analytics answer."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, PlainSerializer

from app.analytics.domain import Grain, Report
from app.core.schemas import RequestModel, ResponseModel, WallTimeStr
from app.search.domain import Device, Weekday

Ratio = Annotated[float, PlainSerializer(lambda value: round(value, 4), return_type=float)]


class PeriodParams(RequestModel):
    """Today and the days before it in New York, so many in all."""

    days: Annotated[int, Field(ge=1, le=365)] = 28


class TrendParams(PeriodParams):
    grain: Grain = Grain.DAY


class TopParams(PeriodParams):
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class ExportParams(PeriodParams):
    """`format` is a table as text, RFC 4180."""

    format: Annotated[str, Field(pattern="^csv$")] = "csv"
    report: Report = Report.DAYS


class TotalsRead(ResponseModel):
    """A search is the first page of its results; robots make none.

    `viewed` are searches with a result that somebody looked at, `booked` those that led to a booking.
    """

    searches: int
    later_pages: int
    without_results: int
    not_understood: int
    viewed: int
    booked: int
    views: int
    clicks: int
    bookings: int


class QualityRead(ResponseModel):
    """100 x (0.35 found + 0.25 understood + 0.25 viewed + 0.15 rank), each of them a share from 0 to 1.

    `found`: searches with results; `understood`: without an unknown word; `viewed`: of those with results, with one
    looked at; `rank`: the mean of 1 / place of the best result looked at.
    """

    score: float
    found: Ratio
    understood: Ratio
    viewed: Ratio
    rank: Ratio


class SummaryRead(ResponseModel):
    """`before` are the same figures of as many days before; `people` are those who agreed to be counted."""

    since: datetime
    until: datetime
    totals: TotalsRead
    before: TotalsRead
    people: int
    average_results: float
    view_rate: Ratio
    booking_rate: Ratio
    quality: QualityRead | None


class TrendPointRead(TotalsRead):
    """An hour, or a day of New York, that begins at `starts_at`."""

    starts_at: datetime
    people: int
    p50_ms: int
    p95_ms: int


class TrendsRead(ResponseModel):
    """Every hour or day of the period, those without searches too."""

    grain: Grain
    points: list[TrendPointRead]


class PopularRead(ResponseModel):
    slug: str
    name: str
    searches: int
    without_results: int
    viewed: int
    booked: int


class QueryRead(ResponseModel):
    """What people said, in lower case; only of those who agreed that their words are kept."""

    q: str
    searches: int
    people: int
    without_results: int
    viewed: int
    booked: int


class PopularSearchesRead(ResponseModel):
    subjects: list[PopularRead]
    neighborhoods: list[PopularRead]
    queries: list[QueryRead]


class ZeroResultsRead(ResponseModel):
    """A search that found nobody: the words, where they are kept, and what was understood of them."""

    q: str | None
    understood: dict[str, Any]
    searches: int
    last_searched_at: datetime


class DeviceFunnelRead(ResponseModel):
    device: Device
    searches: int
    viewed: int
    booked: int


class FunnelRead(ResponseModel):
    """From search to a look at somebody to a booking; rates are shares of the searches."""

    searches: int
    viewed: int
    booked: int
    view_rate: Ratio
    booking_rate: Ratio
    median_seconds_to_look: float | None
    devices: list[DeviceFunnelRead]


class PerformanceDayRead(ResponseModel):
    starts_at: datetime
    searches: int
    p50_ms: int
    p95_ms: int
    p99_ms: int


class PerformanceRead(ResponseModel):
    """The server's time for an answer; `slow` are searches that took over half a second."""

    searches: int
    average_ms: float
    p50_ms: int
    p95_ms: int
    p99_ms: int
    slow: int
    days: list[PerformanceDayRead]


class SubjectFactsRead(ResponseModel):
    """Of the last 28 days, made every three hours. Rates are of what is listed; hours and ISO weekdays of lessons.

    `searches_per_instructor` is demand by supply; None where nobody teaches it.
    """

    subject: str
    name: str
    computed_at: datetime
    searches: int
    without_results: int
    bookings: int
    instructors: int
    rate_p25_cents: int | None
    rate_p50_cents: int | None
    rate_p75_cents: int | None
    peak_hours: list[int]
    peak_weekdays: list[int]
    searches_per_instructor: float | None


class OwnQueryRead(ResponseModel):
    q: str
    searches: int


class WhatIfRead(ResponseModel):
    """Two hours a week that are not offered, and the searches of the period that they would have answered.

    A search counts when everything that it asked for fits but the time. `subject` and `area` are what most of them
    asked for, `searches_alike` how many of them.
    """

    weekday: Weekday
    start_time: WallTimeStr
    end_time: WallTimeStr
    searches: int
    subject: str
    area: str | None
    searches_alike: int
    text: str


class MarketRead(ResponseModel):
    """Of the last 28 days: when one's lessons are, and how much of the offered time was taken."""

    computed_at: datetime
    bookings: int
    peak_hours: list[int]
    peak_weekdays: list[int]
    minutes_open: int
    minutes_booked: int


class FoundRead(ResponseModel):
    """`average_position` counts from 1. `queries` are words that at least three different people used."""

    since: datetime
    until: datetime
    searches: int
    average_position: float | None
    views: int
    clicks: int
    bookings: int
    queries: list[OwnQueryRead]
    what_if: WhatIfRead | None
    facts: MarketRead | None
