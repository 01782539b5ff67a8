"""How fast the main operations are, against a bare answer and against their own SQL: `python -m benchmarks`.

Everything runs on this machine, in processes started here: the application and a bare Starlette handler, one uvicorn
worker each, on a fresh database with the demo city. Rounds are interleaved, so that a busy moment hits all alike, and
what counts are the ratios within one run: absolute times are this machine's.
"""
