"""The control: the same tasks on the same schedule as Celery does it by itself, without any setting of ours."""

from celery import Celery

from app.core.config import open_settings
from app.registry import DOMAINS
from app.tasks.bridge import AsyncTask
from app.tasks.celery_app import SCHEDULES

app = Celery("plain", broker=open_settings().redis_url, task_cls=AsyncTask, set_as_current=True)
app.conf.update(
    include=[module for domain in DOMAINS for module in domain.task_modules],
    beat_schedule={name: {"task": name, "schedule": every} for name, every in SCHEDULES.items()},
)
