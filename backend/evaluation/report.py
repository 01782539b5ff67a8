"""The figures as tables, and as JSON for comparing runs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from evaluation.labels import Half
from evaluation.results import ORDERS, Found
from evaluation.slots import Counts, Understanding

FOLDER = Path(__file__).resolve().parents[2] / ".data" / "evaluation"


def understanding_text(halves: Mapping[Half, Understanding]) -> Iterator[str]:
    yield _row("", *(f"{half}: {found.queries} queries" for half, found in halves.items()))
    yield _row("wholly understood", *(f"{found.whole / found.queries:.1%}" for found in halves.values()))
    yield _row("field", *("precision  recall  F1" for _ in halves))
    names = sorted({name for found in halves.values() for name in found.by_field})
    for name in [*names, "all fields"]:
        yield _row(name, *(_counts(_of(found, name)) for found in halves.values()))
    yield ""
    yield f"Not wholly understood in the half {Half.TUNED}:"
    yield from (
        f"  {text!r}: missed {_slots(missed)}; too many {_slots(wrong)}"
        for text, missed, wrong in halves[Half.TUNED].failures
    )


def results_text(halves: Mapping[Half, Found]) -> Iterator[str]:
    found = halves.values()
    yield _row("", *(f"{half}: {item.queries} queries" for half, item in halves.items()))
    yield _row("with results", *(str(item.with_results) for item in found))
    yield _row("sound results", *(f"{item.sound} of {item.shown}" for item in found))
    yield _row("complete", *(f"{item.complete} of {item.meeting}" for item in found))
    yield _row("wrong totals", *(str(item.wrong_totals) for item in found))
    yield _row("wrong offers to give up", *(str(len(item.wrong_offers)) for item in found))
    yield _row("judged lists", *(str(len(item.orders["best"])) for item in found))
    for order in ORDERS:
        yield _row(f"nDCG@10, {order}", *(f"{mean(item.orders[order]):.3f}" for item in found))


def write(understood: Mapping[Half, Understanding], found: Mapping[Half, Found]) -> Path:
    """`latest.json`; of failures only those of the tuned half."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "latest.json"
    halves = {
        half: _figures(understood[half], found[half])
        | ({"failures": [text for text, *_ in understood[half].failures]} if half is Half.TUNED else {})
        for half in Half
    }
    path.write_text(json.dumps({"at": datetime.now(UTC).isoformat(), "halves": halves}, indent=2) + "\n")
    return path


def _figures(understood: Understanding, found: Found) -> dict[str, Any]:
    return {
        "queries": understood.queries,
        "wholly_understood": understood.whole,
        "fields": {name: _ratios(counts) for name, counts in sorted(understood.by_field.items())},
        "all_fields": _ratios(understood.all_fields),
        "sound": [found.sound, found.shown],
        "complete": [found.complete, found.meeting],
        "wrong_totals": found.wrong_totals,
        "ndcg": {order: round(mean(values), 4) for order, values in found.orders.items() if values},
    }


def _of(found: Understanding, name: str) -> Counts:
    return found.all_fields if name == "all fields" else found.by_field.get(name, Counts())


def _ratios(counts: Counts) -> dict[str, float]:
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "slots": counts.right + counts.missed,
    }


def _counts(counts: Counts) -> str:
    if not counts.right + counts.wrong + counts.missed:
        return "none"
    return f"{counts.precision:.3f}  {counts.recall:.3f}  {counts.f1:.3f}  ({counts.right + counts.missed})"


def _slots(slots: Sequence[tuple[str, Any]]) -> str:
    return ", ".join(f"{name}={value}" for name, value in slots) or "nothing"


def _row(name: str, *cells: str) -> str:
    return "  ".join([name.ljust(24), *(cell.ljust(34) for cell in cells)]).rstrip()
