"""A few hundred searches with everything that can come of them, drawn at random from a seed."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import uuid7
from app.search.models import SearchEvent, SearchInteraction
from app.search.schemas import UnderstoodRead

LISTS = ("subjects", "weekdays", "neighborhoods", "boroughs", "excluded_subjects", "excluded_places")
SUBJECTS = ("piano", "violin", "spanish", "chess")
AREAS = ("astoria", "park-slope", "harlem-south")


@dataclass
class Drawn:
    """An event's row, and the rows of what was done with it."""

    event: dict[str, Any]
    interactions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_search(self) -> bool:
        return self.event["first_position"] == 1 and self.event["device"] != "bot"

    def did(self, *kinds: str) -> bool:
        return any(row["kind"] in kinds for row in self.interactions)


def understood(**given: Any) -> dict[str, Any]:
    names = [name for name in UnderstoodRead.model_fields if name != "unrecognized"]
    return dict.fromkeys(names) | {name: [] for name in LISTS} | {"available_now": False} | given


def draw_events(seed: int, instructors: Sequence[uuid.UUID], since: datetime, days: int, count: int) -> list[Drawn]:
    rng = random.Random(seed)
    guests = [uuid.UUID(int=rng.getrandbits(128), version=4) for _ in range(12)]
    drawn = []
    for _ in range(count):
        at = since + timedelta(seconds=rng.randrange(days * 86_400))
        shown = rng.sample(list(instructors), k=rng.randrange(len(instructors) + 1))
        agrees = rng.random() < 0.7
        subjects = rng.sample(SUBJECTS, k=rng.choice((0, 1, 1, 2)))
        row = Drawn(
            {
                "id": uuid7(),
                "at": at,
                "user_id": None,
                "guest_session_id": rng.choice(guests) if agrees else None,
                "device": rng.choice(("desktop", "mobile", "mobile", "tablet", "bot")),
                "referrer_host": None,
                "address_hash": None,
                "q": rng.choice(("piano", "Piano", "violin astoria", "=cmd()")) if agrees else None,
                "understood": understood(subjects=subjects, neighborhoods=rng.sample(AREAS, k=rng.choice((0, 1)))),
                "unrecognized": rng.choice(([], [], ["zzyzx"], ["foo", "bar"])),
                "total": len(shown),
                "took_ms": rng.randrange(3, 900),
                "result_ids": shown,
                "first_position": rng.choice((1, 1, 1, 21)),
                "ranking_version": 1,
            }
        )
        if shown and rng.random() < 0.6:
            row.interactions = list(_interactions(rng, row.event))
        drawn.append(row)
    return drawn


def _interactions(rng: random.Random, event: dict[str, Any]) -> Any:
    for instructor in rng.sample(event["result_ids"], k=rng.randrange(1, len(event["result_ids"]) + 1)):
        for kind in rng.sample(("view", "click", "book"), k=rng.choice((1, 1, 2, 3))):
            seconds = rng.randrange(1, 4_000)
            yield {
                "search_id": event["id"],
                "instructor_id": instructor,
                "kind": kind,
                "position": event["first_position"] + event["result_ids"].index(instructor),
                "at": event["at"] + timedelta(seconds=seconds),
                "ms_since_search": seconds * 1_000,
            }


async def keep(session: AsyncSession, drawn: Sequence[Drawn]) -> None:
    connection = await session.connection()
    await connection.execute(insert(SearchEvent), [row.event for row in drawn])
    interactions = [done for row in drawn for done in row.interactions]
    if interactions:
        await connection.execute(insert(SearchInteraction), interactions)
