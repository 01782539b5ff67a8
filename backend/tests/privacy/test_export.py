"""Everything about oneself, and nothing that is a secret or somebody else's."""

import json

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.container import Container
from app.core.database import Base
from app.privacy.personal_data import NOT_PERSONAL, PERSONAL_DATA
from tests.factories.accounts import signed_in
from tests.privacy.conftest import Trace

SECRET_WORDS = ("hash", "token", "password")


def test_of_every_table_something_is_said() -> None:
    """A new table either holds personal data, and is exported and erased, or is listed with what it holds instead."""
    tables = set(Base.metadata.tables)
    personal = {data.table for data in PERSONAL_DATA}
    assert personal | set(NOT_PERSONAL) == tables
    assert personal & set(NOT_PERSONAL) == set()


def test_a_table_that_refers_to_people_is_not_among_the_others() -> None:
    """The control: none of those that say nothing of a person has a reference to one."""
    about_people = {"users", "instructors", "bookings"}
    for name in NOT_PERSONAL:
        table = Base.metadata.tables[name]
        assert {key.column.table.name for key in table.foreign_keys} & about_people == set(), name
        assert [column.name for column in table.columns if column.name in {"user_id", "email", "phone"}] == [], name


def test_no_secret_is_exported() -> None:
    for data in PERSONAL_DATA:
        if data.is_exported:
            secrets = [c.name for c in data.columns if any(word in c.name for word in SECRET_WORDS)]
            assert secrets == [], data.section


async def test_the_export_has_everything_that_was_planted_and_nothing_of_others(trace: Trace) -> None:
    answer = await trace.get("/api/privacy/export")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = json.dumps(answer.json(), ensure_ascii=False)
    assert [value for value in sorted(trace.planted) if value not in body] == []
    foreign = ("Their note", "Their address", "Ortiz", trace.scene.teacher.user.email, str(trace.admin.id))
    assert [value for value in foreign if value in body] == []

    sections = {section["name"]: section for section in answer.json()["sections"]}
    exported = [data for data in PERSONAL_DATA if data.is_exported]
    assert list(sections) == [data.section for data in exported]
    # Somebody who left a trace everywhere has no empty section: what nobody planted, nobody looked for.
    assert {name for name, section in sections.items() if not section["rows"]} == set()
    assert all(list(row) == section["fields"] for section in sections.values() for row in section["rows"])
    assert sections["availability"]["rows"][0]["start_time"] == "09:00"
    assert sections["bookings_as_student"]["rows"][0]["starts_at"].endswith("+00:00")


async def test_it_is_ones_own_and_leaves_a_row_in_the_audit_log(
    client: httpx.AsyncClient, container: Container, connection: AsyncConnection
) -> None:
    person, other = await signed_in(container), await signed_in(container)
    mine = (await client.get("/api/privacy/export", headers=person.headers)).text
    assert person.user.email in mine
    assert other.user.email not in mine
    rows = await connection.execute(text("SELECT action, actor_id, subject_id FROM audit_log"))
    assert [tuple(row) for row in rows] == [("privacy.exported", person.id, person.id)]
    assert (await client.get("/api/privacy/export")).status_code == 401


async def test_what_is_kept_for_how_long_can_be_read_by_anybody(client: httpx.AsyncClient) -> None:
    rules = {rule["name"]: rule["days"] for rule in (await client.get("/api/privacy/retention")).json()}
    assert rules["booking contact data"] == 2_557
