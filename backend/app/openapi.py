"""Prints the OpenAPI document: `python -m app.openapi`. Connects to nothing."""

import json
import sys

from app.core.config import Settings
from app.main import create_app


def main() -> None:
    json.dump(create_app(Settings()).openapi(), sys.stdout, indent=2, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
