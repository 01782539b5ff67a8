"""Search through HTTP: words and filters, what holds for results, what is said when nothing is found."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.accounts.models import User
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import AgeGroup, Level, Place
from app.core.rate_limit import CountingRateLimiter
from app.core.timerange import instant_to_wall
from app.instructors.models import Instructor
from app.instructors.schemas import OwnInstructorRead
from tests.factories.instructors import make_instructor, make_offering
from tests.factories.lessons import make_open_days, make_scene

ASTORIA, CHELSEA, INWOOD = "astoria", "chelsea", "inwood"


async def search(client: httpx.AsyncClient, text: str = "", **params: Any) -> dict[str, Any]:
    response = await client.get("/api/search", params={"q": text} | params)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def ids(answer: dict[str, Any]) -> list[str]:
    return [result["instructor"]["id"] for result in answer["results"]]


@pytest.fixture
def today(clock: FixedClock) -> date:
    return instant_to_wall(clock.now(), "America/New_York")[0]


@pytest.fixture
async def pianist(session: AsyncSession, today: date) -> OwnInstructorRead:
    """$80, in Astoria and online, free from five to nine in the next three evenings."""
    made = await make_instructor(session, neighborhoods=[ASTORIA], rate_cents=8_000)
    await make_open_days(session, made.id, today + timedelta(days=1), 3, [("17:00", "21:00")])
    return made


async def test_the_example_on_the_home_page(client: httpx.AsyncClient, pianist: OwnInstructorRead, today: date) -> None:
    answer = await search(client, "piano tomorrow evening under $80 near Astoria")
    tomorrow = str(today + timedelta(days=1))
    understood = answer["understood"]
    assert understood["subjects"] == ["piano"]
    assert understood["max_rate_cents"] == 8_000
    assert (understood["date_from"], understood["date_to"]) == (tomorrow, tomorrow)
    assert (understood["start_time"], understood["end_time"]) == ("17:00", "22:00")
    assert ASTORIA in understood["neighborhoods"]
    assert understood["unrecognized"] == []
    assert answer["total"] == 1
    [result] = answer["results"]
    assert result["instructor"]["display_name"] == "Sarah C."
    assert result["instructor"]["neighborhoods"] == [ASTORIA]
    assert result["offering"]["price_cents"] == 8_000
    assert [start["start_time"] for start in result["next_available"]] == ["17:00", "17:15", "17:30"]
    assert {start["date"] for start in result["next_available"]} == {tomorrow}


async def test_the_parts_of_a_score_sum_to_it(client: httpx.AsyncClient, pianist: OwnInstructorRead) -> None:
    [result] = (await search(client, "piano", lat=40.76, lng=-73.92))["results"]
    assert sum(part["contribution"] for part in result["why"]) == pytest.approx(result["score"], abs=1e-9)
    for part in result["why"]:
        assert 0 <= part["value"] <= 1
        assert part["contribution"] == pytest.approx(part["value"] * part["weight"], abs=1e-9)
        assert part["text"].endswith(".")
    assert {part["part"] for part in result["why"]} == {
        "subject_fit", "time_fit", "rating", "price_fit", "distance", "reliability", "freshness",
    }  # fmt: skip
    assert 0 < result["distance_miles"] < 3


async def test_the_order_of_the_parts_is_told_in_words(client: httpx.AsyncClient, pianist: OwnInstructorRead) -> None:
    [result] = (await search(client, "pinao"))["results"]
    texts = {part["part"]: part["text"] for part in result["why"]}
    assert texts["subject_fit"] == "Teaches Piano, which we took you to mean."
    assert texts["time_fit"] == "Free in 31 hours."
    assert texts["rating"] == "No reviews yet, so counted as average."
    assert texts["price_fit"] == "None found costs more."
    contributions = [part["contribution"] for part in result["why"]]
    assert contributions == sorted(contributions, reverse=True)


async def test_distance_is_from_the_place_that_was_named(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead
) -> None:
    [result] = (await search(client, "piano in Astoria"))["results"]
    texts = {part["part"]: part["text"] for part in result["why"]}
    assert (result["distance_miles"], texts["distance"]) == (0, "Travels to Astoria.")
    [near] = (await search(client, "piano near Long Island City"))["results"]
    assert near["distance_miles"] > 0


async def test_who_teaches_just_the_level_and_age_fits_them_best(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead
) -> None:
    special = await make_instructor(
        session, first_name="Bo", levels=[Level.BEGINNER], age_groups=[AgeGroup.KIDS, AgeGroup.TEENS]
    )
    answer = await search(client, "beginner piano for kids")
    fits = {
        result["instructor"]["id"]: (part["value"], part["text"])
        for result in answer["results"]
        for part in result["why"]
        if part["part"] == "level_and_age_fit"
    }
    assert fits[str(special.id)] == (0.75, "Teaches the beginner level and kids and few others.")
    assert fits[str(pianist.id)] == (0.2917, "Teaches the beginner level and kids, among others.")


async def test_lessons_that_were_cancelled_count(client: httpx.AsyncClient, container: Container) -> None:
    scene = await make_scene(client, container)
    booking = await scene.booked("10:00")
    cancelled = await scene.act(booking, "cancel", scene.teacher, {"reason": "ill"})
    assert cancelled.status_code == 200
    [result] = (await search(client, "piano"))["results"]
    [part] = [part for part in result["why"] if part["part"] == "reliability"]
    assert part["text"] == "Cancelled 1 of 1 lessons of the last half year."
    assert part["value"] == pytest.approx((19 / 21 - 0.8) / 0.2, abs=1e-4)


async def test_new_instructors_get_one_place_in_ten(
    client: httpx.AsyncClient, session: AsyncSession, clock: FixedClock
) -> None:
    """They are dear and unknown, and would all stand behind the others."""
    known = [(await make_instructor(session, rate_cents=5_000)).id for _ in range(11)]
    long_ago = clock.now() - timedelta(days=60)
    loved = {"created_at": long_ago, "review_count": 10, "rating_sum": 50}
    await session.execute(update(Instructor).where(Instructor.id.in_(known)).values(loved))
    new = {str((await make_instructor(session, first_name="Nia", rate_cents=20_000)).id) for _ in range(2)}
    await session.flush()
    answer = await search(client, "piano")
    assert [place for place, found in enumerate(ids(answer), start=1) if found in new] == [10, 13]
    kept = {result["instructor"]["id"]: result["why"] for result in answer["results"]}
    told = [part["text"] for found in new for part in kept[found] if part["part"] == "freshness"]
    assert sorted(told) == [
        "New here, and shown a little more at first.",
        "New here: one place in 10 is kept for new instructors.",
    ]
    pages = [
        found for offset in range(0, 13, 4) for found in ids(await search(client, "piano", limit=4, offset=offset))
    ]
    assert pages == ids(answer)
    assert set(ids(await search(client, "piano", sort="price"))[-2:]) == new


async def test_available_now_means_within_three_hours(
    client: httpx.AsyncClient, session: AsyncSession, clock: FixedClock, today: date
) -> None:
    """It is ten; notice is two hours."""
    soon = await make_instructor(session, first_name="Soon")
    late = await make_instructor(session, first_name="Late")
    careful = await make_instructor(session, first_name="Careful", profile={"min_notice_minutes": 240})
    for made, start in ((soon, "12:45"), (late, "13:15"), (careful, "10:00")):
        await make_open_days(session, made.id, today, 1, [(start, "18:00")])
    answer = await search(client, "piano available now")
    assert answer["understood"]["available_now"]
    assert ids(answer) == [str(soon.id)]
    assert [start["start_time"] for start in answer["results"][0]["next_available"]] == ["12:45", "13:00"]
    assert ids(await search(client, available_now=True)) == [str(soon.id)]
    assert (await search(client, "piano right now under $10"))["relaxed"] == [
        {"constraint": "subjects", "total_without_it": 0},
        {"constraint": "max_rate_cents", "total_without_it": 1},
        {"constraint": "available_now", "total_without_it": 0},
    ]


async def test_the_nearest_days_are_told_when_nobody_is_free(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead, today: date
) -> None:
    """Free on the evenings of the coming three days."""
    await make_open_days(session, pianist.id, today + timedelta(days=9), 1, [("17:00", "21:00")])
    day = today + timedelta(days=7)
    answer = await search(client, "piano in the evening", date=str(day))
    assert answer["total"] == 0
    assert answer["nearest_dates"] == [
        {"date": str(today + timedelta(days=offset)), "total": 1} for offset in (2, 3, 9)
    ]
    assert (await search(client, "piano in the morning", date=str(day)))["nearest_dates"] == []
    assert (await search(client, "piano under $10"))["nearest_dates"] == []
    assert (await search(client, "piano"))["nearest_dates"] == []


async def test_cheap_goes_by_the_prices_of_the_subject(client: httpx.AsyncClient, session: AsyncSession) -> None:
    for rate in (4_000, 6_000, 12_000):
        await make_instructor(session, rate_cents=rate)
        await make_instructor(session, subject="harp", rate_cents=2 * rate)
    piano, harp = await search(client, "cheap piano"), await search(client, "cheap harp")
    assert (piano["understood"]["max_rate_cents"], piano["total"]) == (4_000, 1)
    assert (harp["understood"]["max_rate_cents"], harp["total"]) == (8_000, 1)
    assert (await search(client, "cheap piano", max_rate_cents=6_000))["total"] == 2
    assert (await search(client, "cheap oud"))["understood"]["unrecognized"] == ["cheap"]


FILTER_OF = {
    "subjects": "subject",
    "neighborhoods": "neighborhood",
    "boroughs": "borough",
    "weekdays": "weekday",
    "excluded_subjects": "excluded_subject",
    "excluded_places": "excluded_place",
}


@pytest.mark.parametrize(
    "text",
    [
        "beginner piano or guitar for my 8-year-old in Astoria weekdays after 4 until 8pm $40-80 for an hour at home",
        "music but no drums in Queens next week not online",
        "piano available now over zoom",
    ],
)
async def test_all_that_is_understood_can_be_said_and_taken_away_as_filters(
    client: httpx.AsyncClient, pianist: OwnInstructorRead, text: str
) -> None:
    said = await search(client, text)
    assert said["understood"].pop("unrecognized") == []
    filters = {
        FILTER_OF.get(name, name): value for name, value in said["understood"].items() if value not in (None, [], False)
    }
    answer = await search(client, **filters)
    assert answer["understood"] | {"unrecognized": []} == said["understood"] | {"unrecognized": []}
    assert answer["total"] == said["total"]
    for name in filters:
        fewer = await search(client, **{key: value for key, value in filters.items() if key != name})
        assert fewer["total"] >= answer["total"]
        field = next((field for field, param in FILTER_OF.items() if param == name), name)
        assert fewer["understood"][field] in (None, [], False)


async def test_a_filter_takes_the_place_of_words(client: httpx.AsyncClient, pianist: OwnInstructorRead) -> None:
    answer = await search(client, "guitar under $50 tomorrow morning", subject="piano", max_rate_cents=9_000)
    assert (answer["understood"]["subjects"], answer["understood"]["max_rate_cents"]) == (["piano"], 9_000)
    assert answer["understood"]["start_time"] == "06:00"
    assert answer["total"] == 0
    later = await search(
        client,
        "guitar under $50 tomorrow morning",
        subject="piano",
        max_rate_cents=9_000,
        start_time="07:00",
        end_time="21:00",
    )
    assert ids(later) == [str(pianist.id)]


async def test_nothing_found_says_what_each_constraint_costs(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead
) -> None:
    await make_instructor(session, first_name="Bo", subject="violin", rate_cents=5_000, places=[Place.ONLINE])
    answer = await search(client, "piano under $60 in Chelsea")
    assert (answer["total"], answer["results"]) == (0, [])
    assert {item["constraint"]: item["total_without_it"] for item in answer["relaxed"]} == {
        "subjects": 0,
        "max_rate_cents": 0,
        "neighborhoods": 0,
    }
    cheaper = await search(client, "piano under $60 tomorrow")
    assert {item["constraint"]: item["total_without_it"] for item in cheaper["relaxed"]} == {
        "subjects": 0,
        "max_rate_cents": 1,
        "date_from": 0,
    }


async def test_somebody_who_names_a_neighborhood_wants_to_meet_there(
    client: httpx.AsyncClient, session: AsyncSession
) -> None:
    travels = await make_instructor(session, neighborhoods=[ASTORIA], places=[Place.AT_STUDENT])
    await make_instructor(session, neighborhoods=[ASTORIA], places=[Place.ONLINE])
    await make_instructor(session, neighborhoods=[INWOOD], places=[Place.AT_STUDENT])
    assert ids(await search(client, neighborhood=ASTORIA)) == [str(travels.id)]
    assert ids(await search(client, borough="queens")) == [str(travels.id)]
    assert (await search(client, neighborhood=ASTORIA, place="online"))["total"] == 1
    assert (await search(client, neighborhood=[ASTORIA, INWOOD]))["total"] == 2


async def test_one_result_an_instructor_with_the_offering_that_fits(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead
) -> None:
    guitar = await make_offering(session, pianist.id, subject="guitar", rate_cents=6_000)
    both = await search(client, "piano or guitar", sort="price")
    assert both["total"] == 1
    assert both["results"][0]["offering"]["id"] == str(guitar.id)
    assert (await search(client, "piano or guitar", min_rate_cents=7_000))["results"][0]["offering"][
        "subject"
    ] == "piano"


async def test_the_lesson_asked_for_decides_price_and_starts(
    client: httpx.AsyncClient, pianist: OwnInstructorRead, today: date
) -> None:
    when = {"date": str(today + timedelta(days=1)), "start_time": "19:45"}
    [short] = (await search(client, "piano 30 min", **when))["results"]
    assert (short["offering"]["duration_minutes"], short["offering"]["price_cents"]) == (30, 4_000)
    assert [start["start_time"] for start in short["next_available"]] == ["19:45", "20:00", "20:15"]
    [long] = (await search(client, "piano 90 min", date=when["date"], start_time="19:30"))["results"]
    assert [start["start_time"] for start in long["next_available"]] == ["19:30"]
    assert (await search(client, "piano 90 min", **when))["total"] == 0
    assert (await search(client, "piano 45 min"))["total"] == 0


async def test_who_is_hidden_is_not_found(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead
) -> None:
    user = await session.get_one(User, pianist.id)
    user.is_active = False
    await session.flush()
    assert (await search(client, "piano"))["total"] == 0


async def test_nothing_private_is_told(client: httpx.AsyncClient, pianist: OwnInstructorRead) -> None:
    for path in ("/api/search", "/api/instructors"):
        text = (await client.get(path)).text
        assert "chen" not in text.lower()
        assert "example.com" not in text


async def test_browse_shows_all_that_an_instructor_offers(
    client: httpx.AsyncClient, session: AsyncSession, pianist: OwnInstructorRead
) -> None:
    await make_offering(session, pianist.id, subject="guitar", places=[Place.AT_INSTRUCTOR])
    page = (await client.get("/api/instructors", params={"subject": "guitar"})).json()
    assert (page["total"], page["limit"], page["offset"]) == (1, 20, 0)
    [card] = page["items"]
    assert card["offering"]["subject"] == "guitar"
    assert {offering["subject"] for offering in card["offerings"]} == {"piano", "guitar"}
    assert card["places"] == ["online", "at_instructor", "at_student"]
    assert card["service_areas"] == [ASTORIA]


class Statements(list[str]):
    """What was sent to the database, savepoints of the test's transaction apart."""

    def note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "SAVEPOINT" not in statement:
            self.append(statement)


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/api/search", {"q": "piano tomorrow evening under $80 near Astoria"}),
        ("/api/search", {"q": "piano tomorrow evening under $10 near Astoria", "level": "beginner"}),
        ("/api/search", {"limit": "100"}),
        ("/api/instructors", {"limit": "100"}),
    ],
)
async def test_a_page_costs_at_most_three_statements(
    client: httpx.AsyncClient,
    session: AsyncSession,
    connection: AsyncConnection,
    path: str,
    params: dict[str, str],
) -> None:
    for _ in range(5):
        await make_instructor(session, neighborhoods=[ASTORIA])
    sent = Statements()
    event.listen(connection.sync_connection, "before_cursor_execute", sent.note)
    for most in (3, 2):
        sent.clear()
        assert (await client.get(path, params=params)).status_code == 200
        # What is kept of a search is written after the answer, in one statement.
        kept = [statement for statement in sent if statement.startswith("INSERT INTO search_events")]
        assert len(kept) == (path == "/api/search")
        assert len(sent) - len(kept) <= most
    event.remove(connection.sync_connection, "before_cursor_execute", sent.note)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"subject": "no-such"}, "subject"),
        ({"category": "no-such"}, "category"),
        ({"neighborhood": [ASTORIA, "atlantis"]}, "neighborhood"),
        ({"borough": "jersey"}, "borough"),
        ({"place": "moon"}, "place"),
        ({"level": "master"}, "level"),
        ({"sort": "paid"}, "sort"),
        ({"date": "tomorrow"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"start_time": "25:00"}, "start_time"),
        ({"duration_minutes": "29"}, "duration_minutes"),
        ({"lat": "91", "lng": "0"}, "lat"),
        ({"lat": "nan", "lng": "0"}, "lat"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"min_rate_cents": "-1"}, "min_rate_cents"),
        ({"max_price": "80"}, "max_price"),
        ({"q": "x" * 301}, "q"),
        ({"q": "x" * 10_000}, "q"),
        ({"excluded_place": "moon"}, "excluded_place"),
        ({"excluded_subject": "no-such"}, "excluded_subject"),
        ({"available_now": "perhaps"}, "available_now"),
        ({"q": "x\x00y"}, "q"),
        ({"subject": "pi\x00ano"}, "subject"),
    ],
)
@pytest.mark.parametrize("path", ["/api/search", "/api/instructors"])
async def test_a_bad_filter_is_named(client: httpx.AsyncClient, path: str, params: dict[str, Any], field: str) -> None:
    response = await client.get(path, params=params)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].split(".")[0] == field


@pytest.mark.parametrize(
    "params",
    [
        {"lat": "40"},
        {"start_time": "12:00", "end_time": "11:00"},
        {"min_rate_cents": "9000", "max_rate_cents": "8000"},
        {"date_from": "2026-12-02", "date_to": "2026-12-01"},
        {"date": "2026-12-02", "date_to": "2026-12-03"},
    ],
)
async def test_filters_that_contradict_each_other_are_refused(
    client: httpx.AsyncClient, params: dict[str, str]
) -> None:
    assert (await client.get("/api/search", params=params)).status_code == 422


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u202e\u0627\u0644\u0639\u0631\u0628\u064a\u0629 piano'); DROP TABLE users;--",
        "\u200b" * 300,
        "$" * 300,
        "not " * 75,
        "\U0001f483\U0001f3fd",
        "\u202eonaip",
        "' OR 1=1; --",
        "<script>alert(1)</script>",
        "%00",
        "9" * 300,
        "\x01\x1b[2J",
        "²³",
    ],
)
async def test_hostile_text_gets_a_plain_answer(client: httpx.AsyncClient, text: str) -> None:
    answer = await search(client, text)
    assert answer["total"] == 0
    assert (await client.get("/api/search/suggest", params={"q": text})).status_code == 200


async def test_dates_nobody_can_book_find_nobody(client: httpx.AsyncClient, pianist: OwnInstructorRead) -> None:
    for params in ({"date": "2000-01-01"}, {"date": "2100-12-31"}, {"date_from": "2100-01-01"}):
        assert (await search(client, **params))["total"] == 0
    assert (await search(client, date_to="2100-12-31"))["total"] == 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pian", {"kind": "subject", "slug": "piano", "name": "Piano"}),
        ("PIA", {"kind": "subject", "slug": "piano", "name": "Piano"}),
        ("musi", {"kind": "category", "slug": "music", "name": "Music"}),
        ("upper w", {"kind": "neighborhood", "slug": "upper-west-side", "name": "Upper West Side"}),
    ],
)
async def test_suggestions_complete_words(client: httpx.AsyncClient, typed: str, first: dict[str, str]) -> None:
    found = (await client.get("/api/search/suggest", params={"q": typed})).json()
    assert first in found
    assert len(found) <= 8
    assert {item["kind"] for item in found} <= {"subject", "category", "neighborhood"}
    assert len({(item["kind"], item["slug"]) for item in found}) == len(found)


async def test_no_letters_no_suggestions(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/search/suggest", params={"q": "?"})).json() == []
    assert (await client.get("/api/search/suggest")).status_code == 422


@pytest.mark.parametrize("path", ["/api/search", "/api/instructors", "/api/search/suggest?q=p"])
async def test_too_many_searches_are_told_to_wait(client: httpx.AsyncClient, container: Container, path: str) -> None:
    container.rate_limiter = CountingRateLimiter({"search": 7, "suggest": 7})
    response = await client.get(path)
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
