"""How well search understands, finds and orders: `python -m evaluation`, which is `make eval-search`.

Three questions, each answered apart for both halves of the labelled queries (`queries.yaml`):

    slots     is what was understood what was meant? Precision, recall and F1 of every field
    results   do all results meet what was understood, and is nobody missing who does? Against a plain reading of the
              whole data (`reading.py`) that shares no query with search
    order     do the best stand first? nDCG against grades that are given by a stated rule (`grades.py`)

A query belongs to the half `tuned` or `judged` by a hash of its text. Failures are shown of the tuned half only: rules
are made by looking at those, and the judged half says what the rules are worth.
"""
