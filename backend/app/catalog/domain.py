"""What can be taught, and the words that people use for it. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class WordKind(StrEnum):
    """How a word came to mean a subject or a category."""

    NAME = "name"
    ALIAS = "alias"
    MISSPELLING = "misspelling"


@dataclass(frozen=True, slots=True)
class Word:
    """A normalised word or phrase and the slug of the one thing that it means."""

    text: str
    slug: str
    kind: WordKind


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """A normalised word that somebody taught us, and the subject that it means."""

    alias: str
    subject: str
    name: str
    learned_at: datetime


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that the catalog understands."""

    subjects: Sequence[Word]
    categories: Sequence[Word]


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """A subject as it is written down in the catalog's files; words are as people write them."""

    slug: str
    name: str
    aliases: Sequence[str] = field(default=())
    misspellings: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category and its subjects, in the order in which they are shown."""

    slug: str
    name: str
    bullet: str
    aliases: Sequence[str] = field(default=())
    misspellings: Sequence[str] = field(default=())
    subjects: Sequence[SubjectEntry] = field(default=())


@dataclass(frozen=True, slots=True)
class Supply:
    """How many instructors one finds for a subject, and from what hourly rate on; None without any."""

    instructors_count: int
    min_rate_cents: int | None


@dataclass(frozen=True, slots=True)
class SubjectText:
    """What is said of a subject to a model that turns texts into vectors: its name, then other words for it."""

    slug: str
    text: str

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def subject_text(slug: str, name: str, aliases: Sequence[str]) -> SubjectText:
    """Misspellings are left out: they say nothing to a model. The order of the aliases does not matter."""
    return SubjectText(slug, f"{name}: {', '.join(sorted(aliases))}" if aliases else name)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many subjects there are and how many got a new vector; None where there is no model to make any."""

    subjects: int
    embedded: int | None
