"""Celery: its configuration and the one table of schedules.

celery -A app.tasks.celery_app worker|beat|flower
"""

import logging
import time
from datetime import timedelta
from functools import cached_property
from typing import Any

from celery import Celery
from celery.apps.worker import Worker
from celery.schedules import crontab
from celery.signals import before_task_publish, setup_logging, worker_init, worker_process_shutdown, worker_shutdown
from prometheus_client import start_http_server

from app.core.config import Settings, get_settings, open_settings
from app.core.logging import configure_logging
from app.core.telemetry import start_telemetry, stop_telemetry
from app.registry import DOMAINS
from app.tasks.bridge import BRIDGES, TASK_SECONDS, AsyncTask

# What runs by itself. Every task here does what is due and may run twice or late, so nothing needs to be remembered.
# What runs every few seconds or minutes has an `is_due`, which beat asks first: see `scheduler.py`.
SCHEDULES: dict[str, timedelta | crontab] = {
    "notifications.deliver_outbox": timedelta(seconds=2),
    # Freed time is anybody's until it is handed out.
    "waitlist.hand_out": timedelta(seconds=5),
    "bookings.sweep_holds": timedelta(minutes=1),
    "bookings.send_reminders": timedelta(minutes=1),
    "bookings.auto_complete": timedelta(minutes=10),
    "reviews.ask": timedelta(minutes=10),
    "bookings.forget_answers": timedelta(hours=1),
    "monitoring.check_invariants": timedelta(minutes=5),
    "admin.anchor_audit_log": timedelta(minutes=5),
    "admin.verify_audit_log": timedelta(hours=6),
    # Of use once a day; often, because an interval starts anew with beat.
    "availability.fill_new_days": timedelta(minutes=15),
    "search.withdraw": timedelta(hours=1),
    "analytics.sum_searches": timedelta(hours=1),
    "analytics.gather_facts": timedelta(hours=3),
    # Nightly, by the clock of UTC: a fixed time, because an interval of a day would begin anew with each restart.
    "accounts.forget_old": crontab(hour="8", minute="10"),
    "notifications.forget_old": crontab(hour="8", minute="20"),
    "privacy.forget_old": crontab(hour="8", minute="30"),
}

NIGHTLY_EXPIRES = timedelta(hours=6)
# Longer than the clocks of two machines differ, and than a busy worker takes to look: else nothing would ever run.
SHORTEST_EXPIRES = timedelta(seconds=30)

# Three lines for each task that found nothing to do; failures are warnings and errors, and services log what they did.
CHATTY_LOGGERS = ("celery.beat", "celery.worker.strategy", "celery.app.trace")


def _schedule(every: timedelta | crontab) -> dict[str, Any]:
    """A run that no worker took in time would only pile up with the next ones: it expires."""
    expires = max(every, SHORTEST_EXPIRES) if isinstance(every, timedelta) else NIGHTLY_EXPIRES
    return {"schedule": every, "options": {"expires": expires.total_seconds()}}


class QuietWorker(Worker):  # type: ignore[misc]
    """A worker that does not chat with others and says that it lives every half minute instead of every two seconds."""

    def __init__(self, *args: Any, **options: Any) -> None:
        quiet = {"without_gossip": True, "without_mingle": True}
        super().__init__(*args, **options | quiet | {"heartbeat_interval": options.get("heartbeat_interval") or 30})


class InstaInstruCelery(Celery):  # type: ignore[misc]
    @cached_property
    def Worker(self) -> type[QuietWorker]:  # noqa: N802 - Celery's name
        worker: type[QuietWorker] = self.subclass_with_self(QuietWorker)
        return worker


def create_celery(settings: Settings) -> Celery:
    """The Celery application on `settings.redis_url`; connects to nothing yet."""
    celery = InstaInstruCelery("instainstru", task_cls=AsyncTask, set_as_current=True)
    celery.conf.update(
        broker_url=settings.redis_url,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": 5 * TASK_SECONDS,
            # How long Redis holds a worker's question for work. It answers the moment there is some; Celery's own one
            # second is a question a second, day and night. A worker that is told to stop waits for the last answer.
            "polling_interval": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
        include=[module for domain in DOMAINS for module in domain.task_modules],
        task_serializer="json",
        accept_content=["json"],
        # What a task changed stands in the database; a result would only be written and never read.
        task_ignore_result=True,
        result_serializer="json",
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        # The bridge ends a task that waits too long; this ends one that computes too long (where tasks are processes).
        task_time_limit=TASK_SECONDS + 30,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        enable_utc=True,
        timezone="UTC",
        beat_scheduler="app.tasks.scheduler:AskingScheduler",
        beat_schedule={name: {"task": name, **_schedule(every)} for name, every in SCHEDULES.items()},
    )
    return celery


@setup_logging.connect
def _log_as_the_application_does(**_: Any) -> None:
    settings = get_settings()
    configure_logging(settings.log_level, as_json=settings.log_json)
    for chatty in CHATTY_LOGGERS:
        logging.getLogger(chatty).setLevel(logging.WARNING)


@before_task_publish.connect
def _note_when_it_was_asked_for(headers: dict[str, Any], **_: Any) -> None:
    """So that the age of a queue and the wait of a task can be measured; Celery's own messages do not say."""
    headers["sent_at"] = time.time()


@worker_init.connect
def _offer_metrics(**_: Any) -> None:
    if port := get_settings().worker_metrics_port:
        start_http_server(port)


@worker_init.connect
def _start_telemetry(**_: Any) -> None:
    start_telemetry(get_settings(), "worker")


@worker_process_shutdown.connect
@worker_shutdown.connect
def _close_bridges(**_: Any) -> None:
    BRIDGES.close_all()
    stop_telemetry()


def _make_app() -> Celery:
    settings = open_settings()
    # A process that may use no database says so when it starts, not at its first task.
    settings.choose_database()
    return create_celery(settings)


app = _make_app()
