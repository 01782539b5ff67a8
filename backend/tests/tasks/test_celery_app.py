import inspect
from datetime import timedelta

from celery import Celery

from app.core.config import Settings
from app.tasks.bridge import LONGEST_RETRY_SECONDS, TASK_SECONDS, AsyncTask
from app.tasks.celery_app import SCHEDULES, SHORTEST_EXPIRES, create_celery


def celery_with_tasks() -> Celery:
    celery = create_celery(Settings(redis_url="redis://127.0.0.1:1/0", _env_file=None))
    celery.loader.import_default_modules()
    celery.finalize()
    return celery


def test_every_schedule_names_a_task_that_exists() -> None:
    assert set(SCHEDULES) <= set(celery_with_tasks().tasks)


def test_every_task_of_ours_enters_through_the_bridge_and_is_named_after_its_domain() -> None:
    ours = {name: task for name, task in celery_with_tasks().tasks.items() if not name.startswith("celery.")}
    assert ours
    for name, task in ours.items():
        assert isinstance(task, AsyncTask), name
        assert task.run.__module__ == f"app.{name.split('.')[0]}.tasks", name


def test_what_no_worker_took_in_time_does_not_pile_up() -> None:
    for entry in celery_with_tasks().conf.beat_schedule.values():
        every = entry["schedule"]
        longest = max(every, SHORTEST_EXPIRES) if isinstance(every, timedelta) else timedelta(days=1)
        assert SHORTEST_EXPIRES.total_seconds() <= entry["options"]["expires"] <= longest.total_seconds()


def test_what_is_scheduled_often_says_when_there_is_anything_to_do() -> None:
    tasks = celery_with_tasks().tasks
    often = [name for name, every in SCHEDULES.items() if isinstance(every, timedelta) and every < timedelta(minutes=5)]
    assert [name for name in often if not inspect.iscoroutinefunction(getattr(tasks[name], "is_due", None))] == []


def test_a_task_ends_before_the_broker_gives_it_to_another_worker() -> None:
    conf = celery_with_tasks().conf
    longest = max(conf.task_time_limit, TASK_SECONDS, LONGEST_RETRY_SECONDS)
    assert conf.broker_transport_options["visibility_timeout"] > longest


def test_messages_are_json_and_a_killed_workers_task_is_given_to_another() -> None:
    conf = celery_with_tasks().conf
    assert (conf.accept_content, conf.task_serializer, conf.result_serializer) == (["json"], "json", "json")
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
