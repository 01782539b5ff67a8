"""`make check`: everything that can be said about the code without running the product."""

from collections.abc import Callable, Mapping

from embedded import make_empty_database
from tools import client, lockfiles, run, status, web
from tools.node import node_environment
from tools.paths import BACKEND, FRONTEND, ROOT
from tools.terminal import Failure, Progress, complain

TYPED_PACKAGES = ("app", "benchmarks", "embedded", "evaluation", "launchers", "scripts", "seeds", "tools")

Check = Callable[[], object]


def check(progress: Progress) -> None:
    """Run every check; one that fails does not keep the others from speaking. Raises Failure at the end."""
    node = node_environment()
    web.install_packages(progress, node)
    _run_all(progress, {**_backend_checks(), **_web_checks(node)})


def check_backend(progress: Progress) -> None:
    _run_all(progress, _backend_checks())


def check_web(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    _run_all(progress, _web_checks(node))


def _run_all(progress: Progress, checks: Mapping[str, Check]) -> None:
    failed = []
    for words, action in checks.items():
        try:
            with progress.step(words):
                action()
        except Failure as failure:
            complain(f"{words}: {failure}")
            failed.append(words)
    if failed:
        raise Failure(f"failed: {', '.join(failed)}")


def _backend_checks() -> dict[str, Check]:
    return {
        "Format of Python": lambda: _python("ruff", "format", "--check", "-q", ".", "../tools"),
        "Lint of Python": lambda: _python("ruff", "check", "-q", "--output-format", "concise", ".", "../tools"),
        "Types of Python": _mypy,
        "Import contracts": _lint_imports,
        "Models and migrations agree": _alembic_check,
        "Lock files name no hosts": lockfiles.require_no_hosts,
        "What works is shown by tests": status.require_fresh,
    }


def _web_checks(node: Mapping[str, str]) -> dict[str, Check]:
    return {
        "Types of the web app": lambda: _npm(node, "typecheck"),
        "Lint of the web app": lambda: _npm(node, "lint"),
        "Generated client is fresh": lambda: client.require_fresh(node),
    }


def _mypy() -> None:
    packages = [argument for name in TYPED_PACKAGES if _exists(name) for argument in ("-p", name)]
    run.required(
        run.python("mypy", "--no-error-summary", *packages, environ=run.environment(MYPYPATH=str(ROOT))), "mypy:"
    )


def _exists(package: str) -> bool:
    return (BACKEND / package / "__init__.py").exists() or (ROOT / package / "__init__.py").exists()


def _lint_imports() -> None:
    command = str(BACKEND / ".venv" / "bin" / "lint-imports")
    run.required(run.captured(command, environ=run.environment(), folder=BACKEND), "import-linter:")


def _alembic_check() -> None:
    environ = run.test_environment(INT_DATABASE_URL=make_empty_database("test", "instainstru_check_test"))
    _python("alembic", "upgrade", "head", environ=environ)
    _python("alembic", "check", environ=environ)


def _python(*command: str, environ: Mapping[str, str] | None = None) -> None:
    run.required(run.python(*command, environ=environ or run.environment()), f"{command[0]}:")


def _npm(node: Mapping[str, str], script: str) -> None:
    run.required(run.captured("npm", "run", "--silent", script, environ=node, folder=FRONTEND), f"npm run {script}:")
