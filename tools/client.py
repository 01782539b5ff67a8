"""The web app's types of the API, generated from the API's own OpenAPI document."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import run
from tools.paths import FRONTEND
from tools.terminal import Failure

CLIENT = FRONTEND / "types" / "api.d.ts"


def generate(node: Mapping[str, str], target: Path = CLIENT) -> None:
    """Write the types to the target. Raises Failure when the API or the generator does not work."""
    document = run.required(
        run.python("app.openapi", environ=run.test_environment()), "The OpenAPI document cannot be made."
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(document)
        environ = {**node, "OPENAPI_FILE": str(source), "CLIENT_FILE": str(target)}
        result = run.captured("npm", "run", "--silent", "client", environ=environ, folder=FRONTEND)
        run.required(result, "The web app's types of the API cannot be generated.")


def require_fresh(node: Mapping[str, str]) -> None:
    """Raises Failure when the committed types are not those of the API as it is."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "api.d.ts"
        generate(node, fresh)
        if not CLIENT.exists() or fresh.read_text() != CLIENT.read_text():
            raise Failure("frontend/types/api.d.ts is not what the API says now. Run `make client` and commit it.")
