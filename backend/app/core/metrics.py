"""Counters and times: Prometheus for scrapers, the last hour by operation for people."""

import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import Counter, Gauge, Histogram

SAMPLES_PER_OPERATION = 2_000
WINDOW_SECONDS = 3_600.0
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

OPERATION_SECONDS = Histogram(
    "instainstru_operation_seconds", "Time of service methods", ["operation", "outcome"], buckets=BUCKETS
)
REQUEST_SECONDS = Histogram(
    "instainstru_http_request_seconds", "Time of HTTP requests", ["method", "route", "status"], buckets=BUCKETS
)
CACHE_REQUESTS = Counter("instainstru_cache_requests_total", "Cache reads", ["outcome"])
LIVE_FOLLOWERS = Gauge("instainstru_live_followers", "Open streams of live updates")


@dataclass(frozen=True, slots=True)
class OperationStats:
    """Of the last hour; times in milliseconds."""

    operation: str
    count: int
    errors: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


class OperationLog:
    """The newest samples of each operation in this process; old ones fall out."""

    def __init__(self) -> None:
        self._samples: defaultdict[str, deque[tuple[float, float, bool]]] = defaultdict(
            lambda: deque(maxlen=SAMPLES_PER_OPERATION)
        )

    def record(self, operation: str, seconds: float, *, failed: bool) -> None:
        self._samples[operation].append((time.monotonic(), seconds, failed))

    def stats(self) -> list[OperationStats]:
        oldest = time.monotonic() - WINDOW_SECONDS
        recent = ((name, [s for s in samples if s[0] >= oldest]) for name, samples in sorted(self._samples.items()))
        return [_summarise(name, samples) for name, samples in recent if samples]


def _summarise(operation: str, samples: list[tuple[float, float, bool]]) -> OperationStats:
    times = sorted(seconds for _, seconds, _ in samples)

    def percentile(share: float) -> float:
        return round(times[min(len(times) - 1, int(len(times) * share))] * 1_000, 3)

    return OperationStats(
        operation=operation,
        count=len(samples),
        errors=sum(failed for _, _, failed in samples),
        p50_ms=percentile(0.50),
        p95_ms=percentile(0.95),
        p99_ms=percentile(0.99),
    )


OPERATIONS = OperationLog()


@contextmanager
def timed_operation(operation: str) -> Iterator[None]:
    started = time.perf_counter()
    failed = True
    try:
        yield
        failed = False
    finally:
        seconds = time.perf_counter() - started
        OPERATIONS.record(operation, seconds, failed=failed)
        OPERATION_SECONDS.labels(operation, "failure" if failed else "success").observe(seconds)
