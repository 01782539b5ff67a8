import subprocess
import sys

from tests.servers import BACKEND

PROGRAM = """
import sys
from app.core.config import Settings
from app.main import create_app
create_app(Settings(_env_file=None))
print(sorted({name.partition('.')[0] for name in sys.modules} & {'celery', 'kombu'}))
"""


def test_the_api_does_not_even_load_celery() -> None:
    """Its calls are synchronous: one on the event loop would hold up every request. The outbox is a row instead."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=BACKEND, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
