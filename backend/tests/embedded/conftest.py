"""Stacks of their own for the tests of the embedded servers: a folder and free ports, stopped afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import stop
from embedded.ports import any_free


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """An empty folder that `nobody` can reach, which pytest's own is not."""
    path = Path(tempfile.mkdtemp(prefix="embedded-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def environ(folder: Path) -> Iterator[dict[str, str]]:
    """The environment that gives the stack `up` this folder and ports that are free.

    One for all tests, since a new cluster takes seconds: each leaves the stack running or stopped as it likes.
    """
    variables = {
        "EMBEDDED_DATA_DIR": str(folder),
        "EMBEDDED_UP_POSTGRES_PORT": str(any_free()),
        "EMBEDDED_UP_VALKEY_PORT": str(any_free()),
    }
    yield variables
    stop("up", variables)
