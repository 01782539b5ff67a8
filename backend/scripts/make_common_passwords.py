"""Makes `app/accounts/data/common_passwords.txt`: `uv run --with zxcvbn python -m scripts.make_common_passwords`.

Passwords are at least twelve characters long, and lists of leaked ones are mostly shorter: so what people do to a
common word to make it longer is done here to the most frequent ones. The same input gives the same file.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from zxcvbn.frequency_lists import FREQUENCY_LISTS

TARGET = Path(__file__).resolve().parents[1] / "app" / "accounts" / "data" / "common_passwords.txt"
MIN_LENGTH, MAX_LENGTH = 12, 32
HEADER = """\
# Passwords that are refused. One a line, lower case; matching ignores case.
# Made by scripts/make_common_passwords.py from the password frequency list of zxcvbn,
# Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., MIT License (see zxcvbn-LICENSE.txt).
"""
OWN_WORDS = (
    "instainstru", "instructor", "student", "password", "passphrase", "letmein", "welcome", "newyork", "newyorkcity",
    "manhattan", "brooklyn", "changeme", "qwertyuiop", "iloveyou", "trustno1", "abc123", "admin", "administrator",
)  # fmt: skip
SENTENCES = (
    "correct horse battery staple", "correcthorsebatterystaple", "correct-horse-battery-staple", "let me in please",
    "open sesame open", "i love you forever", "iloveyouforever", "iloveyousomuch", "thisismypassword",
    "this is my password", "mypasswordis", "passwordpassword", "nopasswordneeded", "donttouchthis", "letmeinplease",
    "keepcalmandcarryon", "tobeornottobe", "maytheforcebewithyou", "ihatepasswords", "ihateyousomuch",
    "whatismypassword", "idontknowmypassword", "forgotmypassword", "trustnooneatall", "supersecretpassword",
    "verysecretpassword", "1234567891011", "123456789101112",
)  # fmt: skip
SUFFIXES = (
    "", "1", "2", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0", "00",
    "000", "007", "01", "11", "21", "22", "69", "99", "111", "321", "666", "777", "1111", "4321", "!", "!!", "!!!",
    "?", ".", "1!", "12!", "123!", "1234!", "12345!", "@1", "@12", "@123", "@1234", "#1", "#123", "_123", "-123",
    "123@", "abc", "abc123", "qwerty", "qwe", "asd", "xyz", *(str(year) for year in range(1980, 2028)),
    *(f"{year}!" for year in range(2015, 2028)), *(f"@{year}" for year in range(2015, 2028)),
)  # fmt: skip
ROWS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz", "0123456789")
SPELLINGS: tuple[dict[str, str | int | None], ...] = (
    {},
    {"o": "0"},
    {"a": "@", "o": "0"},
    {"a": "@", "o": "0", "i": "1", "e": "3", "s": "$"},
)


def _with_suffixes(words: Iterable[str]) -> Iterator[str]:
    for word, letters, suffix in product(words, SPELLINGS, SUFFIXES):
        yield word.translate(str.maketrans(letters)) + suffix


def _repeated(words: Iterable[str]) -> Iterator[str]:
    for word, times in product(words, range(2, 7)):
        yield word * times
    for character, length in product("abcdefghijklmnopqrstuvwxyz0123456789!.*-", range(MIN_LENGTH, 21)):
        yield character * length


def _walks() -> Iterator[str]:
    """Along a row of keys, from any key on, there and back, and around again."""
    for row in ROWS:
        for line in (row, row[::-1]):
            ring = line * 3
            yield from (ring[start : start + length] for start in range(len(line)) for length in range(MIN_LENGTH, 21))
            yield line + line[::-1]
    yield from (first + second for first, second in product(ROWS, ROWS))


def _pairs(words: Iterable[str]) -> Iterator[str]:
    words = list(words)
    yield from (separator.join(pair) for pair in product(words, words) for separator in ("", " ", "-", "_"))


def common_passwords() -> list[str]:
    leaked: list[str] = FREQUENCY_LISTS["passwords"]
    words = [word for word in leaked if word.isalpha() and len(word) >= 4]
    found = {
        *leaked,
        *SENTENCES,
        *_with_suffixes([*OWN_WORDS, *words[:120]]),
        *_repeated([*OWN_WORDS, *leaked[:1_500]]),
        *_walks(),
        *_pairs(words[:40]),
        *_pairs(leaked[:15]),
    }
    lower = {password.lower() for password in found}
    return sorted(password for password in lower if MIN_LENGTH <= len(password) <= MAX_LENGTH)


def main() -> None:
    passwords = common_passwords()
    TARGET.write_text(HEADER + "\n".join(passwords) + "\n", encoding="utf-8")
    print(f"{len(passwords)} passwords in {TARGET.name}")


if __name__ == "__main__":
    main()
