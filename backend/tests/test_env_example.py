"""`.env.example` names every setting, and every setting that it names exists."""

import re

from app.core.config import PROJECT_ROOT, Settings
from embedded import STACKS

# Read by the tools around the product, or by the web app's tests.
OF_THE_STACK = {"EMBEDDED_DATA_DIR", "WEB_PORT", "API_PORT", "MAILBOX_PORT", "CHROMIUM_PATH"} | {
    f"EMBEDDED_{stack.upper()}_{server}_PORT" for stack in STACKS for server in ("POSTGRES", "VALKEY")
}


def test_the_example_and_the_settings_name_the_same_variables() -> None:
    settings = {(field.alias or name).upper() for name, field in Settings.model_fields.items()}
    example = re.findall(r"^#?([A-Z0-9_]+)=", (PROJECT_ROOT / ".env.example").read_text(), re.MULTILINE)

    assert set(example) == settings | OF_THE_STACK
