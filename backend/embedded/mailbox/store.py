"""Mails as files, one `.eml` each, as they came over the wire; a restart loses none."""

import email.policy
import email.utils
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import uuid_utils

MAIL_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Attachment:
    """One attached file. `number` is its place in the mail, `content_id` how the HTML part refers to it."""

    number: int
    name: str
    content_type: str
    content_id: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A received mail, read: addresses as in the envelope, bodies decoded, empty when the part is not there."""

    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    headers: tuple[tuple[str, str], ...]

    def is_to(self, address: str) -> bool:
        return address.casefold() in (recipient.casefold() for recipient in self.recipients)


class MailStore:
    """The folder of one mailbox. File names sort by time of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, sender: str, recipients: Sequence[str], content: bytes) -> str:
        """Keep a mail; returns its id once it is on disk."""
        mail_id = uuid_utils.uuid7().hex
        # The envelope goes on top as headers, the way a delivering server does it.
        envelope = f"Return-Path: <{sender}>\r\n" + "".join(f"Delivered-To: {name}\r\n" for name in recipients)
        draft = self._folder / f"{mail_id}.part"
        with draft.open("wb") as file:
            file.write(envelope.encode() + content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._path(mail_id))
        return mail_id

    def list_newest(self, *, to: str = "", limit: int = 100) -> list[Mail]:
        """Newest first; only those to one address when it is given."""
        found: list[Mail] = []
        for path in sorted(self._folder.glob("*.eml"), reverse=True):
            if len(found) == limit:
                break
            mail = _read(path)
            if not to or mail.is_to(to):
                found.append(mail)
        return found

    def get(self, mail_id: str) -> Mail | None:
        return _read(self._path(mail_id)) if self._has(mail_id) else None

    def source(self, mail_id: str) -> bytes | None:
        return self._path(mail_id).read_bytes() if self._has(mail_id) else None

    def clear(self) -> int:
        """Remove every mail; returns how many there were."""
        paths = list(self._folder.glob("*.eml"))
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _has(self, mail_id: str) -> bool:
        # The pattern also keeps a made-up id from naming a file elsewhere.
        return bool(MAIL_ID.fullmatch(mail_id)) and self._path(mail_id).exists()

    def _path(self, mail_id: str) -> Path:
        return self._folder / f"{mail_id}.eml"


def _read(path: Path) -> Mail:
    message = BytesParser(policy=email.policy.default).parsebytes(path.read_bytes())
    return Mail(
        id=path.stem,
        received_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=_address(message.get("Return-Path", "")),
        recipients=tuple(str(value) for value in message.get_all("Delivered-To", [])),
        subject=str(message.get("Subject", "")),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachments(message)),
        headers=tuple((name, str(value)) for name, value in message.items()),
    )


def _address(header: str) -> str:
    return email.utils.parseaddr(str(header))[1]


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return _text(part) if isinstance(part, EmailMessage) else ""


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return payload.decode("utf-8", errors="replace")


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    bodies = {id(message.get_body((kind,))) for kind in ("plain", "html")}
    number = 0
    for part in message.walk():
        if part.is_multipart() or id(part) in bodies:
            continue
        payload = part.get_payload(decode=True)
        yield Attachment(
            number=number,
            name=part.get_filename() or f"part-{number}",
            content_type=part.get_content_type(),
            content_id=str(part.get("Content-ID", "")).strip("<> "),
            content=payload if isinstance(payload, bytes) else b"",
        )
        number += 1
