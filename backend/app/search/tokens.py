"""A text as tokens, and a place among them. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_NUMBER_LENGTH = 6
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER_WORDS = {word: value for value, word in enumerate(_COUNTED, start=1)} | {"a": 1, "an": 1}

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+[+#]*|[$:/@<>+-]")


def tokenize(text: str) -> list[str]:
    """Lower-case words, numbers and the few signs that mean something; accents and apostrophes are dropped."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).lower()
    plain = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’`")
    return _TOKEN.findall(plain.replace("–", "-").replace("—", "-"))


class Cursor:
    """A place among the tokens; what is accepted is behind it."""

    def __init__(self, tokens: Sequence[str], position: int) -> None:
        self._tokens = tokens
        self.position = position

    def peek(self, ahead: int = 0) -> str:
        """The token there, or an empty text outside of them."""
        place = self.position + ahead
        return self._tokens[place] if 0 <= place < len(self._tokens) else ""

    def accept(self, *phrases: str) -> bool:
        """Goes past the longest of these phrases that stands here; hyphens between its words are overlooked."""
        for words in _longest_first(phrases):
            end = self._end_of(words)
            if end is not None:
                self.position = end
                return True
        return False

    def words(self, most: int) -> list[tuple[str, int]]:
        """The next words up to a sign other than a hyphen, each with the position behind it."""
        found: list[tuple[str, int]] = []
        place = self.position
        while place < len(self._tokens) and len(found) < most:
            word = self._tokens[place]
            place += 1
            if word == "-" and found:
                continue
            if not word[0].isalnum():
                break
            found.append((word, place))
        return found

    def number(self) -> float | None:
        """Goes past a number in digits or words."""
        word = self.peek()
        value = NUMBER_WORDS.get(word)
        if value is None and not (word[:1].isascii() and word[:1].isdigit() and len(word) <= MAX_NUMBER_LENGTH):
            return None
        self.position += 1
        return float(word) if value is None else float(value)

    def digits(self) -> int | None:
        """Goes past a whole number in digits."""
        word = self.peek()
        if not (word.isascii() and word.isdigit() and len(word) <= MAX_NUMBER_LENGTH):
            return None
        self.position += 1
        return int(word)

    def _end_of(self, words: Sequence[str]) -> int | None:
        place = self.position
        for number, word in enumerate(words):
            if number and place < len(self._tokens) and self._tokens[place] == "-":
                place += 1
            if place >= len(self._tokens) or self._tokens[place] != word:
                return None
            place += 1
        return place


@lru_cache(maxsize=256)
def _longest_first(phrases: tuple[str, ...]) -> list[list[str]]:
    return sorted((phrase.split() for phrase in phrases), key=len, reverse=True)
