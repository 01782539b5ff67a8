"""Chance that comes out the same each time: every draw is named, and the name alone decides. Pure."""

import random
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")


def draw(*name: object) -> random.Random:
    """A generator of its own for one purpose, so that a new question does not change older answers."""
    return random.Random("|".join(map(str, name)))


def weighted(rng: random.Random, weights: Mapping[T, float]) -> T:
    return rng.choices(list(weights), list(weights.values()))[0]


def stable_id(rng: random.Random, at: datetime) -> uuid.UUID:
    """A UUID version 7 of that moment whose other bits are drawn."""
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return uuid.UUID(int=value)
