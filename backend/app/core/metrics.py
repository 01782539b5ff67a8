"""Counters and times: Prometheus for scrapers, the last hour by operation for people."""

import os
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from app.core.telemetry import telemetry

SAMPLES_PER_OPERATION = 2_000
WINDOW_SECONDS = 3_600.0
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
TASK_BUCKETS = (*BUCKETS, 15.0, 60.0, 120.0)
MULTIPROCESS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

OPERATION_SECONDS = Histogram(
    "instainstru_operation_seconds", "Time of service methods", ["operation", "outcome"], buckets=BUCKETS
)
REQUEST_SECONDS = Histogram(
    "instainstru_http_request_seconds", "Time of HTTP requests", ["method", "route", "status"], buckets=BUCKETS
)
CACHE_REQUESTS = Counter("instainstru_cache_requests_total", "Cache reads", ["outcome"])
LIVE_FOLLOWERS = Gauge("instainstru_live_followers", "Open streams of live updates", multiprocess_mode="livesum")
TASK_SECONDS = Histogram(
    "instainstru_task_seconds", "Time of background tasks", ["task", "outcome"], buckets=TASK_BUCKETS
)
TASK_WAIT_SECONDS = Histogram(
    "instainstru_task_wait_seconds", "Time from asking for a task to its start", ["task"], buckets=TASK_BUCKETS
)


def _gauge(name: str, about: str, *labels: str) -> Gauge:
    """What is measured when somebody asks, the same in every process."""
    return Gauge(f"instainstru_{name}", about, labels, multiprocess_mode="mostrecent")


DEPENDENCY_UP = _gauge("dependency_up", "Whether a server that we need answers", "dependency")
DATABASE_CONNECTIONS = _gauge("database_connections", "Connections of this process", "state")
OUTBOX_WAITING = _gauge("outbox_waiting", "Messages that have not gone out")
OUTBOX_DEAD = _gauge("outbox_dead", "Messages that were given up")
OUTBOX_OLDEST_DUE_SECONDS = _gauge("outbox_oldest_due_seconds", "How long the message due longest has waited")
QUEUE_WAITING = _gauge("queue_waiting", "Tasks that no worker has taken", "queue")
QUEUE_OLDEST_SECONDS = _gauge("queue_oldest_seconds", "How long the oldest of them has waited", "queue")
QUEUE_UNACKNOWLEDGED = _gauge("queue_unacknowledged", "Tasks that a worker has taken and not finished")
INVARIANT_BROKEN = _gauge("invariant_broken", "Rows that break what must always be true", "invariant")


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


def exposition() -> bytes:
    """Prometheus's text: of this process, or of all that share the folder that PROMETHEUS_MULTIPROC_DIR names."""
    if not os.environ.get(MULTIPROCESS_FOLDER):
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


@contextmanager
def timed_task(task: str, sent_at: float | None) -> Iterator[None]:
    """`sent_at` is the epoch second at which the task was asked for, where its message says so."""
    if sent_at is not None:
        TASK_WAIT_SECONDS.labels(task).observe(max(0.0, time.time() - sent_at))
    started, outcome = time.perf_counter(), "failure"
    try:
        with telemetry().span(task):
            yield
        outcome = "success"
    finally:
        TASK_SECONDS.labels(task, outcome).observe(time.perf_counter() - started)


@contextmanager
def timed_operation(operation: str) -> Iterator[None]:
    started = time.perf_counter()
    failed = True
    try:
        with telemetry().span(operation):
            yield
        failed = False
    finally:
        seconds = time.perf_counter() - started
        OPERATIONS.record(operation, seconds, failed=failed)
        OPERATION_SECONDS.labels(operation, "failure" if failed else "success").observe(seconds)
