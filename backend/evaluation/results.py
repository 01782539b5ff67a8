"""Asks the application itself every labelled query, and holds the answers against the plain reading."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.core.text import normalise
from evaluation.grades import Judge, ndcg
from evaluation.labels import Half, Labelled
from evaluation.reading import Reading, Sold

PAGE = 100
ORDERS = ("best", "price", "rating", "soonest", "by chance")
# Fewer have hardly an order.
LEAST_TO_JUDGE = 5


@dataclass
class Found:
    """Of one half: results that meet everything of all that were shown, and that were shown of all who meet it."""

    queries: int = 0
    with_results: int = 0
    shown: int = 0
    sound: int = 0
    meeting: int = 0
    complete: int = 0
    wrong_totals: int = 0
    wrong_offers: list[str] = field(default_factory=list)
    orders: dict[str, list[float]] = field(default_factory=lambda: {order: [] for order in ORDERS})


async def results(client: httpx.AsyncClient, reading: Reading, labels: Sequence[Labelled]) -> dict[Half, Found]:
    halves = {half: Found() for half in Half}
    for query in labels:
        await _check(client, reading, query, halves[query.half])
    return halves


async def _check(client: httpx.AsyncClient, reading: Reading, query: Labelled, found: Found) -> None:
    answer = await _ask(client, query.text)
    asked, everything = answer["understood"], await _all_pages(client, query.text, answer)
    ids = [item["instructor"]["id"] for item in everything]
    meeting = reading.meeting(asked)
    found.queries += 1
    found.with_results += bool(ids)
    found.shown += len(ids)
    found.sound += sum(reading.by_offering[item["offering"]["id"]].meets(asked, reading.now) for item in everything)
    found.meeting += len(meeting)
    found.complete += len(meeting & set(ids))
    found.wrong_totals += not (answer["total"] == len(ids) == len(set(ids)) == len(meeting))
    if not answer["total"] and not await _relaxed_is_right(reading, answer):
        found.wrong_offers.append(query.text)
    if len(everything) >= LEAST_TO_JUDGE:
        await _judge(client, reading, query, everything, asked, found)


async def _ask(client: httpx.AsyncClient, text: str, **params: str | int) -> Any:
    response = await client.get("/api/search", params={"q": text, "limit": PAGE, **params})
    response.raise_for_status()
    return response.json()


async def _all_pages(client: httpx.AsyncClient, text: str, answer: Any) -> list[Any]:
    found = list(answer["results"])
    for offset in range(PAGE, answer["total"], PAGE):
        found += (await _ask(client, text, offset=offset))["results"]
    return found


async def _relaxed_is_right(reading: Reading, answer: Any) -> bool:
    """What giving up each constraint alone is said to find is what it would find."""
    return all(
        item["total_without_it"] == len(reading.meeting(_without(answer["understood"], item["constraint"])))
        for item in answer["relaxed"]
    )


def _without(asked: dict[str, Any], name: str) -> dict[str, Any]:
    names = ("date_from", "date_to") if name.startswith("date_") else (name,)
    return {key: _nothing(value) if key in names else value for key, value in asked.items()}


def _nothing(value: Any) -> Any:
    return [] if isinstance(value, list) else None


async def _judge(
    client: httpx.AsyncClient, reading: Reading, query: Labelled, everything: list[Any], asked: Any, found: Found
) -> None:
    """nDCG of each order; chance stands for knowing nothing."""
    sold = [reading.by_offering[item["offering"]["id"]] for item in everything]
    judge = Judge.of(asked, reading, sold)
    possible = [judge.grade(item) for item in sold]
    for order in ORDERS:
        first = await _first_in(client, reading, query, order, sold)
        found.orders[order].append(ndcg([judge.grade(item) for item in first], possible))


async def _first_in(
    client: httpx.AsyncClient, reading: Reading, query: Labelled, order: str, sold: list[Sold]
) -> list[Sold]:
    if order == "best":
        return sold
    if order == "by chance":
        return random.Random(normalise(query.text)).sample(sold, k=len(sold))
    answer = await _ask(client, query.text, sort=order)
    return [reading.by_offering[item["offering"]["id"]] for item in answer["results"]]
