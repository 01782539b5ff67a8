"""python -m embedded.mailbox --folder FOLDER [--smtp-port 1025] [--web-port 8025]"""

import argparse
import asyncio
import functools
from pathlib import Path

import uvicorn

from embedded.mailbox.smtp import protocol
from embedded.mailbox.store import MailStore
from embedded.mailbox.web import create_mailbox
from embedded.ports import HOST


async def serve(folder: Path, smtp_port: int, web_port: int) -> None:
    """Both servers, until a signal ends the web one."""
    store = MailStore(folder)
    smtp = await asyncio.get_running_loop().create_server(functools.partial(protocol, store), HOST, smtp_port)
    config = uvicorn.Config(create_mailbox(store), host=HOST, port=web_port, log_level="warning", access_log=False)
    async with smtp:
        await uvicorn.Server(config).serve()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m embedded.mailbox", description="Keep every mail; deliver none.")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are kept")
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--web-port", type=int, default=8025)
    options = parser.parse_args()
    asyncio.run(serve(options.folder, options.smtp_port, options.web_port))


if __name__ == "__main__":
    main()
