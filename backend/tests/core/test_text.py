"""One form for what people type and for what we know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Piano ", "piano"),
        ("Hell’s  Kitchen", "hells kitchen"),
        ("Bed-Stuy", "bed stuy"),
        ("Français", "francais"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("R&B", "r and b"),
        ("St. George", "st george"),
        ("ＰＩＡＮＯ", "piano"),
        ("snake_case", "snake case"),
        ("!!!", ""),
        ("", ""),
        ("日本語", "日本語"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_normalising_again_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
