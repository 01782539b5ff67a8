"""`make status`: what works, from the tests that show it. docs/project-status is written by them, not by hand."""

import ast
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools import run
from tools.paths import BACKEND, FRONTEND, ROOT
from tools.terminal import Failure, Progress

FOLDER = ROOT / "docs" / "project-status"
FEATURES = FOLDER / "features.yaml"
PAGE = FOLDER / "README.md"
TESTS = BACKEND / "tests"
SPECS = FRONTEND / "e2e"
HEAD = """# What works

Written by `make status` from [features.yaml](features.yaml): it runs the tests of every line and writes this page when
all of them have passed. `make check` fails when a test that is named here is gone, or when the page is not what the
list says. The browser tests run with `make test-e2e`.
"""
TABLE = "| what | shown by | in a browser |\n|---|---|---|\n"


@dataclass(frozen=True)
class Feature:
    """`shown` are folders, files, classes or functions of the backend's tests; `seen` are browser tests."""

    area: str
    name: str
    shown: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """One test that ran; `place` is its module, class and name with dots between."""

    place: str
    passed: bool
    failed: bool


def features() -> list[Feature]:
    areas = yaml.safe_load(FEATURES.read_text())
    return [
        Feature(area, each["name"], tuple(each["shown"]), tuple(each.get("seen", ())))
        for area, listed in areas.items()
        for each in listed
    ]


def status(progress: Progress) -> None:
    """Raises Failure with the features that their tests do not show; the page then stays as it was."""
    known = features()
    require_tests(known)
    with progress.step("Tests that show what works"):
        results = _run(sorted({test for feature in known for test in feature.shown}))
    if lacking := [feature.name for feature in known if not is_shown(feature, results)]:
        raise Failure("not shown by their tests:\n" + "\n".join(lacking))
    PAGE.write_text(render(known))


def require_fresh() -> None:
    """Raises Failure when a named test is gone, or the page is not what the list says."""
    known = features()
    require_tests(known)
    if not PAGE.exists() or PAGE.read_text() != render(known):
        raise Failure("docs/project-status/README.md is not what features.yaml says. Run `make status` and commit it.")


def require_tests(known: Sequence[Feature]) -> None:
    gone = [test for feature in known for test in feature.shown if not _exists(test)]
    gone += [spec for feature in known for spec in feature.seen if not (SPECS / spec).exists()]
    if gone:
        raise Failure("docs/project-status/features.yaml names what is not there:\n" + "\n".join(gone))


def _exists(test: str) -> bool:
    path, _, inside = test.partition("::")
    if not (TESTS / path).exists():
        return False
    return not inside or inside in {
        node.name
        for node in ast.parse((TESTS / path).read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def _run(tests: Sequence[str]) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = ("-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", f"--junitxml={report}")
        paths = [f"tests/{test}" for test in tests]
        run.shown(sys.executable, *command, *paths, environ=run.test_environment(), folder=BACKEND)
        if not report.exists():
            raise Failure("the tests did not run")
        return read(report)


def read(report: Path) -> list[Result]:
    found = []
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest's own
        marks = {child.tag for child in case}
        failed = bool(marks & {"failure", "error"})
        place = f"{case.get('classname')}.{str(case.get('name')).partition('[')[0]}"
        found.append(Result(place, passed=not marks & {"failure", "error", "skipped"}, failed=failed))
    return found


def is_shown(feature: Feature, results: Sequence[Result]) -> bool:
    """Every test that it names ran without failing, and at least one in each place was not skipped."""
    return all(_is_shown(test, results) for test in feature.shown)


def _is_shown(test: str, results: Sequence[Result]) -> bool:
    path, _, inside = test.partition("::")
    place = ".".join(("tests", *Path(path).with_suffix("").parts, *([inside] if inside else [])))
    ran = [result for result in results if f"{result.place}.".startswith(f"{place}.")]
    return any(result.passed for result in ran) and not any(result.failed for result in ran)


def render(known: Sequence[Feature]) -> str:
    areas = dict.fromkeys(feature.area for feature in known)
    return HEAD + "".join(
        f"\n## {area}\n\n{TABLE}" + "".join(_row(feature) for feature in known if feature.area == area)
        for area in areas
    )


def _row(feature: Feature) -> str:
    shown = ", ".join(_link("../../backend/tests", test) for test in feature.shown)
    seen = ", ".join(_link("../../frontend/e2e", spec) for spec in feature.seen)
    return f"| {feature.name} | {shown} | {seen} |\n"


def _link(folder: str, test: str) -> str:
    """A test's own name is a sentence; a file of tests goes by its path."""
    path, _, inside = test.partition("::")
    words = inside.removeprefix("test_").replace("_", " ") if inside else f"`{path}`"
    return f"[{words}]({folder}/{path})"
