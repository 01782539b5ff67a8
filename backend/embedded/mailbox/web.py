"""The browser's side: a list of mails, each as HTML, as plain text and as it came; JSON for tests."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from embedded.mailbox.store import Mail, MailStore

TEMPLATES = Jinja2Templates(Path(__file__).with_name("templates"))
# A mail is shown as a mail program would: no scripts, nothing fetched, links open elsewhere.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
)


def create_mailbox(store: MailStore) -> Starlette:
    """The inbox of a store as an ASGI application."""
    pages = Pages(store)
    return Starlette(
        routes=[
            Route("/", pages.list),
            Route("/mails/{mail_id}", pages.show),
            Route("/mails/{mail_id}/html", pages.html),
            Route("/mails/{mail_id}/source", pages.source),
            Route("/mails/{mail_id}/attachments/{number:int}", pages.attachment),
            Route("/api/mails", pages.list_json, methods=["GET"]),
            Route("/api/mails", pages.clear, methods=["DELETE"]),
            Route("/health", pages.health),
        ],
        # A web page elsewhere must not read this machine's mails by pointing a name of its own here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])],
    )


class Pages:
    """The handlers, around one store."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def list(self, request: Request) -> Response:
        to = request.query_params.get("to", "")
        return TEMPLATES.TemplateResponse(request, "list.html", {"mails": self._store.list_newest(to=to), "to": to})

    async def show(self, request: Request) -> Response:
        return TEMPLATES.TemplateResponse(request, "mail.html", {"mail": self._find(request)})

    async def html(self, request: Request) -> Response:
        mail = self._find(request)
        page = mail.html
        for attachment in mail.attachments:
            if attachment.content_id:
                page = page.replace(f"cid:{attachment.content_id}", f"attachments/{attachment.number}")
        return HTMLResponse(f'<base target="_blank">{page}', headers={"Content-Security-Policy": MAIL_POLICY})

    async def source(self, request: Request) -> Response:
        content = self._store.source(request.path_params["mail_id"])
        if content is None:
            raise HTTPException(404, "No such mail")
        return PlainTextResponse(content)

    async def attachment(self, request: Request) -> Response:
        mail = self._find(request)
        number: int = request.path_params["number"]
        if number >= len(mail.attachments):
            raise HTTPException(404, "No such attachment")
        found = mail.attachments[number]
        disposition = f"attachment; filename*=UTF-8''{quote(found.name)}"
        return Response(found.content, media_type=found.content_type, headers={"Content-Disposition": disposition})

    async def list_json(self, request: Request) -> Response:
        to = request.query_params.get("to", "")
        return JSONResponse([_as_json(mail) for mail in self._store.list_newest(to=to)])

    async def clear(self, request: Request) -> Response:
        return JSONResponse({"removed": self._store.clear()})

    async def health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    def _find(self, request: Request) -> Mail:
        mail = self._store.get(request.path_params["mail_id"])
        if mail is None:
            raise HTTPException(404, "No such mail")
        return mail


def _as_json(mail: Mail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "from": mail.sender,
        "to": mail.recipients,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "attachments": [
            {
                "name": attachment.name,
                "content_type": attachment.content_type,
                "url": f"/mails/{mail.id}/attachments/{attachment.number}",
            }
            for attachment in mail.attachments
        ],
    }
