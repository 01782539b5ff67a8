"""How words are compared: one form for what people type and for what we know. Pure."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[^\W_]+[+#]*")


def normalise(text: str) -> str:
    """`Hell’s  Kitchen` -> `hells kitchen`, `Français` -> `francais`, `C++` stays `c++`, `R&B` -> `r and b`.

    Lower case, without accents, apostrophes and punctuation, words one space apart; empty when nothing is left.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and "))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return " ".join(_WORD.findall(_APOSTROPHES.sub("", plain)))
