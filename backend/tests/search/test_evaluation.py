"""What `make eval-search` measures, as a floor under both halves of the labelled queries; and its own arithmetic."""

import math
import time
from collections import Counter

import pytest

from evaluation.grades import ndcg
from evaluation.labels import Half, Labelled, read_labels
from evaluation.slots import Counts, Understanding, by_words, seed_lexicon, understanding

LABELS = read_labels()
PARSE = by_words(seed_lexicon())
FAMILIES = {
    "price", "dates", "times", "duration", "place", "area", "level", "age", "several", "negation", "misspelled",
    "traps", "meaning", "nothing", "together",
}  # fmt: skip
# Below what the parser reaches alone: the rest is what only the model knows.
LEAST_F1, LEAST_WHOLE = 0.96, 0.93
MOST_MS = 5.0


def test_there_are_enough_queries_of_every_family_in_both_halves() -> None:
    assert len({query.text for query in LABELS}) == len(LABELS) >= 300
    counts = Counter((query.family, query.half) for query in LABELS)
    assert {family for family, _ in counts} == FAMILIES
    assert all(counts[family, half] >= 3 for family in FAMILIES for half in Half)


@pytest.mark.parametrize("half", Half)
def test_what_is_understood_is_what_was_meant(half: Half) -> None:
    found = understanding(LABELS, PARSE)[half]
    assert found.all_fields.f1 >= LEAST_F1
    assert found.whole / found.queries >= LEAST_WHOLE


def test_a_query_is_read_in_a_few_milliseconds() -> None:
    """On the processor's clock, because others use the machine too."""
    started = time.process_time()
    for query in LABELS:
        PARSE(query.text)
    assert (time.process_time() - started) * 1_000 / len(LABELS) < MOST_MS


def test_a_slot_too_many_costs_precision_and_one_too_few_recall() -> None:
    found = Understanding()
    query = Labelled("piano under $80", "price", frozenset({("subjects", "piano"), ("max_rate_cents", 8_000)}))
    found.note(query, frozenset({("subjects", "piano"), ("subjects", "organ")}))
    assert found.by_field == {"subjects": Counts(right=1, wrong=1), "max_rate_cents": Counts(missed=1)}
    assert (found.by_field["subjects"].precision, found.by_field["subjects"].recall) == (0.5, 1.0)
    assert found.by_field["max_rate_cents"].f1 == 0.0
    assert (found.whole, found.queries) == (0, 1)


def test_the_best_order_is_worth_one() -> None:
    assert ndcg([3, 2, 1], [1, 2, 3]) == 1.0
    assert ndcg([1, 3], [1, 3]) == pytest.approx((1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3)))
    assert ndcg([0, 0], [0, 0]) == 1.0
