"""The rules that hold the house, read off the code itself."""

import ast
import gc
import inspect
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from app.core.service import BaseService
from app.registry import DOMAINS
from tests.operations import operations_of, required_permissions

APP = Path(__file__).resolve().parents[1] / "app"
FILES_OF_A_DOMAIN = {
    "__init__", "routes", "tasks", "dependencies", "service", "schemas", "repository", "models", "domain", "errors",
    "personal_data",
}  # fmt: skip
# A collaborator is a named thing that is a service in its own right; a new one is added here, with care.
COLLABORATORS: dict[str, set[str]] = {
    "admin": {"audit_desk", "mail_room"},
    "availability": {"slot_manager", "weekly_pattern"},
    "analytics": {"export", "facts", "found", "what_if"},
    "search": {
        "address_hasher",
        "days",
        "completion",
        "favorites",
        "grammar",
        "history",
        "learning",
        "lexicon",
        "meaning",
        "phrases",
        "query_parser",
        "ranking",
        "recorder",
        "retrieval",
        "tokens",
        "suggestions",
        "visit",
    },
    "bookings": {
        "booking_reader",
        "conflict_checker",
        "free_time",
        "free_time_finder",
        "lesson_life",
        "lesson_making",
        "lesson_reading",
        "several_lessons",
        "reminders",
        "time_taker",
    },
    "schedule": {"explanation", "live_times"},
    "accounts": {
        "access",
        "device_watch",
        "directory",
        "login_guard",
        "password_policy",
        "passwords",
        "sessions",
        "verification",
    },
    "monitoring": {"figures", "invariants", "redis_inspector"},
    "notifications": {
        "calendar",
        "dead_letters",
        "mail_sender",
        "mailer",
        "preferences",
        "rendering",
        "unsubscribe_links",
        "words",
    },
    "reviews": {"review_requests"},
}
# Where SQL may be written besides repositories and models, each with its reason.
SQL_ELSEWHERE: dict[str, str] = {
    "bookings/free_time.py": "the one definition of free time, which search composes too",
    "search/retrieval.py": "the one query behind search and browse, composed of free time",
}
# Operations for which nobody needs to be signed in.
PUBLIC_OPERATIONS: set[str] = {
    "auth-register",
    "auth-login",
    "auth-refresh",
    "auth-create_session",
    "auth-delete_session",
    "auth-request_password_reset",
    "auth-confirm_password_reset",
    "auth-confirm_verification",
    "notifications-unsubscribe",
    "notifications-open_unsubscribe",
    "calendar-read_feed",
    "catalog-list_categories",
    "catalog-list_subjects",
    "geo-list_boroughs",
    "geo-list_neighborhoods",
    "instructors-get_profile",
    "reviews-list_reviews",
    "search-list_instructors",
    "search-report_interaction",
    "search-search",
    "search-suggest",
    "public-follow_free_time",
    "public-get_free_time",
    "public-list_free_time",
    "public-list_next_starts",
    "privacy-list_retention",
    "monitoring-health",
    "monitoring-ready",
    "monitoring-metrics",
    "redis-redis_health",
    "database-database_health",
}


@cache
def sources() -> Sequence[tuple[Path, ast.Module]]:
    # Python 3.11 miscounts the depth of a tree, and says so, when a collection runs while it builds one.
    gc.disable()
    try:
        return [(path.relative_to(APP), ast.parse(path.read_text())) for path in sorted(APP.rglob("*.py"))]
    finally:
        gc.enable()


def calls_of(tree: ast.Module, method: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
    ]


def test_every_operation_has_a_permission_or_is_listed_public(application: FastAPI) -> None:
    operations = operations_of(application)
    guarded = {operation.name: required_permissions(operation.dependant) for operation in operations}
    open_operations = {name for name, permissions in guarded.items() if not permissions}
    assert open_operations == PUBLIC_OPERATIONS


def functions_behind(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from functions_behind(inner)


def test_no_dependency_runs_in_a_thread(application: FastAPI) -> None:
    """FastAPI calls a plain function in a thread: half a millisecond each, and an answer needs about ten of them."""
    functions = {call for operation in operations_of(application) for call in functions_behind(operation.dependant)}
    assert [call for call in functions if inspect.isfunction(call) and not runs_on_the_loop(call)] == []


def runs_on_the_loop(function: object) -> bool:
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def test_only_the_base_service_commits() -> None:
    committers = [f"{path}:{line}" for path, tree in sources() for line in calls_of(tree, "commit")]
    assert [place for place in committers if not place.startswith("core/service.py")] == []


def test_a_domain_has_only_the_files_of_the_closed_list() -> None:
    for domain in DOMAINS:
        files = {path.stem for path in (APP / domain.name).glob("*.py")}
        assert files <= FILES_OF_A_DOMAIN | COLLABORATORS.get(domain.name, set()), domain.name


def test_every_domain_folder_is_registered() -> None:
    folders = {path.name for path in APP.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders == {domain.name for domain in DOMAINS} | {"core", "tasks"}


def services() -> Iterator[type[BaseService]]:
    for domain in DOMAINS:
        for path in (APP / domain.name).glob("*.py"):
            module = import_module(f"app.{domain.name}.{path.stem}")
            yield from (
                thing
                for _, thing in inspect.getmembers(module, inspect.isclass)
                if issubclass(thing, BaseService) and thing.__module__ == module.__name__
            )


@pytest.mark.parametrize("service", list(services()), ids=lambda service: service.__name__)
def test_every_public_service_method_is_measured(service: type[BaseService]) -> None:
    unmeasured = [
        name
        for name, method in vars(service).items()
        if inspect.iscoroutinefunction(inspect.unwrap(method) if callable(method) else method)
        and not name.startswith("_")
        and not hasattr(method, "__measured_operation__")
    ]
    assert unmeasured == []


def test_sql_is_written_in_repositories_and_models_only() -> None:
    # What is said of a person's rows is said in SQL's words; `core/personal_data.py` runs it.
    allowed = {"repository.py", "models.py", "personal_data.py"}
    offenders = [
        str(path)
        for path, tree in sources()
        if path.parts[0] not in {"core", "tasks"}
        and path.name not in allowed
        and str(path) not in SQL_ELSEWHERE
        and any(
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("sqlalchemy")
            and any(name.name in {"select", "insert", "update", "delete", "text", "func"} for name in node.names)
            for node in ast.walk(tree)
        )
    ]
    assert offenders == []


def test_only_a_domain_uses_its_own_repository() -> None:
    strangers = [
        f"{path}: {node.module}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".repository")
        if (node.module or "").split(".")[1] not in {path.parts[0], "core"}
    ]
    assert strangers == []


def test_no_first_party_import_hides_in_a_function() -> None:
    hidden = [
        f"{path}:{inner.lineno}"
        for path, tree in sources()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.ImportFrom | ast.Import)
    ]
    assert hidden == []


def test_rules_take_the_time_from_a_clock() -> None:
    askers = [
        f"{path}:{line}" for path, tree in sources() for line in calls_of(tree, "now") if not _asks_a_clock(tree, line)
    ]
    assert [place for place in askers if not place.startswith("core/clock.py")] == []


def _asks_a_clock(tree: ast.Module, line: int) -> bool:
    """`self.clock.now()` and SQL's `func.now()` are fine; `datetime.now()` is not."""
    owners = (
        node.func.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and node.lineno == line
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "now"
    )
    return all(not (isinstance(owner, ast.Name) and owner.id in {"datetime", "date"}) for owner in owners)
