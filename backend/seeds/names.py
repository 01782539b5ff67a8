"""Names, headlines and bios, composed from the parts in `people/`. Pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.text import normalise
from seeds.draw import weighted
from seeds.files import PEOPLE, read_yaml

# Now and then somebody has parents, or a partner, from elsewhere.
MIXED_NAMES = 0.12
LONGEST_HEADLINE = 120


class NameBook:
    """Draws people's names."""

    def __init__(self) -> None:
        self._communities: list[Mapping[str, Any]] = read_yaml(PEOPLE / "names.yaml")["communities"]
        self._shares = {index: float(item["share"]) for index, item in enumerate(self._communities)}

    def full_name(self, rng: random.Random) -> tuple[str, str]:
        first = self._community(rng)
        last = self._community(rng) if rng.random() < MIXED_NAMES else first
        return rng.choice(first["first"]), rng.choice(last["last"])

    def _community(self, rng: random.Random) -> Mapping[str, Any]:
        return self._communities[weighted(rng, self._shares)]


def email_of(first_name: str, last_name: str, number: int) -> str:
    """`maria.delacruz17@example.com`; nobody ever gets mail there."""
    name = ".".join(normalise(part).replace(" ", "") for part in (first_name, last_name))
    return f"{name}{number}@example.com"


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a bio speaks of."""

    category: str
    subject: str
    years: int
    home: str


class BioBook:
    """Draws what instructors say of themselves."""

    def __init__(self) -> None:
        self._parts: Mapping[str, Any] = read_yaml(PEOPLE / "instructors.yaml")
        self._proper = frozenset(self._parts["proper_words"])

    def headline(self, rng: random.Random, teaching: Teaching) -> str:
        text = rng.choice(self._parts[teaching.category]["headlines"])
        return _sentence(text.format(subject=self.spoken(teaching)))[:LONGEST_HEADLINE]

    def bio(self, rng: random.Random, teaching: Teaching) -> str:
        own, common = self._parts[teaching.category], self._parts["common"]
        lines = [rng.choice(part) for part in (own["who"], own["how"], common["where"], common["end"])]
        words = {
            "subject": self.spoken(teaching),
            "years": teaching.years,
            "home": teaching.home,
            "school": rng.choice(own["schools"]),
        }
        return " ".join(_sentence(line.format_map(words)) for line in lines if line)

    def description(self, rng: random.Random) -> str:
        return str(rng.choice(self._parts["descriptions"]))

    def spoken(self, teaching: Teaching) -> str:
        """The subject as it stands inside a sentence: `piano`, `French horn`, `SAT prep`, `Spanish`."""
        if teaching.category == "languages":
            return teaching.subject
        return " ".join(self._spoken(word) for word in teaching.subject.split(" "))

    def _spoken(self, word: str) -> str:
        is_plain = word[1:].islower() and word not in self._proper
        return word.lower() if is_plain else word


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
