"""From a template's name and its context to a mail's subject, plain text and HTML.

Each mail is written once, in `templates/<name>.jinja`. Two environments render it: one with the layout and the
macros of HTML, which escapes, and one with those of plain text. So the two parts cannot say different things.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from app.core.timerange import zone
from app.notifications.domain import OPTIONAL_MAILS, MailTemplate
from app.notifications.schemas import (
    AccountEventContext,
    Context,
    LessonContext,
    LessonsContext,
    PasswordResetContext,
    ReminderContext,
    ReviewRequestContext,
    SignInContext,
    VerificationContext,
    WaitlistOfferContext,
    WelcomeContext,
)
from app.notifications.words import LessonsWords, LessonWords, moment, one_line

TEMPLATES = Path(__file__).with_name("templates")

PREFERENCES_PAGE = "/account#mails"
PAGES = {
    "search": "/search",
    "teach": "/teach",
    "week": "/calendar",
    "forgot_password": "/forgot-password",
    "preferences": PREFERENCES_PAGE,
}

# A name that reads like a link or an address would turn our greeting into somebody's advertisement.
NOT_A_NAME = re.compile(r"[:/@<>]|\.\w|\d")
LONGEST_GREETED_NAME = 40
SOON_HOURS = 12
FOOTINGS = {
    True: "You can turn such mails off, and on again, in your account:",
    False: "Mails like this one come with your account and your lessons. Choose your reminders in your account:",
}


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """`subject` is one line."""

    subject: str
    text: str
    html: str


class MailRenderer:
    """`web_origin` is where the links lead, as `https://instainstru.com`."""

    def __init__(self, web_origin: str) -> None:
        self._web_origin = web_origin.rstrip("/")
        self._text = _environment("txt", escapes=False)
        self._html = _environment("html", escapes=True)

    def render(self, template: MailTemplate, first_name: str, context: Context) -> RenderedMail:
        words = self._words(first_name, context) | {"footing": FOOTINGS[template in OPTIONAL_MAILS]}
        text = self._text.get_template(f"{template}.jinja")
        html = self._html.get_template(f"{template}.jinja")
        return RenderedMail(_subject(text, words), _without_gaps(text.render(words)), html.render(words))

    def _words(self, first_name: str, context: Context) -> dict[str, Any]:
        words: dict[str, Any] = {
            "greeting": greeting(first_name),
            "bullet": "I",
            "web_origin": self._web_origin,
            "links": self._links(context),
        }
        if isinstance(context, LessonContext):
            lesson = LessonWords(context)
            return words | {"lesson": lesson, "bullet": lesson.subject[:1].upper()} | _reminder_words(context)
        if isinstance(context, LessonsContext):
            lessons = LessonsWords(context)
            return words | {"lessons": lessons, "bullet": lessons.first.subject[:1].upper()}
        return words | _account_words(context)

    def _links(self, context: Context) -> Mapping[str, str]:
        origin = self._web_origin
        links = {name: origin + page for name, page in PAGES.items()}
        # After the "#" it is not sent to any server, so it stands in no log.
        if isinstance(context, VerificationContext):
            links["verification"] = f"{origin}/verify-email#token={quote(context.token, safe='')}"
        if isinstance(context, PasswordResetContext):
            links["password_reset"] = f"{origin}/reset-password#token={quote(context.token, safe='')}"
        if isinstance(context, LessonContext | ReviewRequestContext):
            links["lesson"] = f"{origin}/lessons/{context.booking_id}"
        if isinstance(context, WaitlistOfferContext):
            links["offer"] = _confirm_link(origin, context)
        if isinstance(context, LessonsContext):
            links["lesson"] = f"{origin}/lessons/{context.lessons[0].booking_id}"
        return links


def _confirm_link(origin: str, offer: WaitlistOfferContext) -> str:
    """Where a student confirms a time; the page finds by itself that it is kept for them."""
    starts = offer.starts_at.astimezone(zone(offer.timezone))
    choice = {
        "offering": offer.offering_id,
        "duration": offer.duration_minutes,
        "place": offer.place.value,
        "date": f"{starts:%Y-%m-%d}",
        "start": f"{starts:%H:%M}",
    }
    return f"{origin}/instructors/{quote(offer.instructor_slug, safe='')}/confirm?{urlencode(choice)}"


def _reminder_words(context: Context) -> dict[str, Any]:
    return {"is_soon": context.hours_before < SOON_HOURS} if isinstance(context, ReminderContext) else {}


def _account_words(context: Context) -> dict[str, Any]:
    words: dict[str, Any] = {}
    if isinstance(context, WelcomeContext):
        words["role"] = context.role.value
    if isinstance(context, AccountEventContext):
        words["at"] = moment(context.at, context.timezone)
    if isinstance(context, SignInContext):
        words["device"] = one_line(context.device)
    if isinstance(context, ReviewRequestContext):
        words["subject"] = one_line(context.subject)
        words["instructor_name"] = one_line(context.instructor_name) or "your instructor"
        words["at"] = moment(context.starts_at, context.timezone)
        words["bullet"] = words["subject"][:1].upper()
    return words


def greeting(first_name: str) -> str:
    """Greets by name when there is one, and it can be one."""
    name = one_line(first_name)
    if not name or len(name) > LONGEST_GREETED_NAME or NOT_A_NAME.search(name):
        return "Hello,"
    return f"Hello {name},"


def _environment(kind: str, *, escapes: bool) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["one_line"] = one_line
    environment.globals |= {"layout": f"layout.{kind}", "kit": environment.get_template(f"kit.{kind}").module}
    return environment


def _subject(template: Template, words: Mapping[str, Any]) -> str:
    """Rendered as text, whatever the names in it hold, and made one line."""
    context = template.new_context(dict(words))
    return one_line("".join(template.blocks["subject"](context)))


def _without_gaps(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
