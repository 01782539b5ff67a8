"""Words that people use and search does not know: what they may mean, and making them known."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.catalog.service import CatalogService
from app.core.audit import AuditAction, AuditTrail
from app.core.cache import Cache
from app.core.clock import Clock
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.instructors.domain import DEFAULT_TIMEZONE
from app.search.errors import AliasTaken, AliasUnusable, UnknownSlug
from app.search.grammar import understand
from app.search.lexicon import TermKind
from app.search.meaning import Meaning
from app.search.phrases import FILLERS, NEGATIONS
from app.search.repository import SearchEventRepository, UnknownWord
from app.search.schemas import (
    AliasRead,
    AliasWrite,
    LearnedAliasRead,
    ProposalRead,
    ProposedBy,
    UnrecognizedParams,
    UnrecognizedWordRead,
)
from app.search.service import LEXICON_KEY, SearchService
from app.search.tokens import tokenize


class WordLearner(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: SearchEventRepository,
        search: SearchService,
        catalog: CatalogService,
        meaning: Meaning,
        audit: AuditTrail,
        cache: Cache,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._events = repository
        self._search = search
        self._catalog = catalog
        self._meaning = meaning
        self._audit = audit
        self._cache = cache
        self._clock = clock

    @measure_operation
    async def list_unrecognized(self, asked: UnrecognizedParams) -> Page[UnrecognizedWordRead]:
        """Words of the last days that still mean nothing, the most used first, each with the subject it may mean."""
        since = self._clock.now() - timedelta(days=asked.days)
        found, total = await self._events.unknown_words(since, sorted(NEGATIONS), asked.limit, asked.offset)
        proposals = await self._proposals([word.word for word in found])
        items = [_read(word, proposals.get(word.word)) for word in found]
        return Page(items=items, total=total, limit=asked.limit, offset=asked.offset)

    async def _proposals(self, words: Sequence[str]) -> Mapping[str, ProposalRead]:
        """By spelling where a known word is alike, else by meaning."""
        alike = await self._catalog.nearest_subjects(words)
        proposals = {word: _proposal(slug, name, ProposedBy.SPELLING) for word, (slug, name) in alike.items()}
        meant = {word: await self._meaning.subjects_for([word]) for word in words if word not in proposals}
        names = {subject.slug: subject.name for subject in await self._catalog.list_subjects(None, None)}
        return proposals | {
            word: _proposal(slugs[0], names[slugs[0]], ProposedBy.MEANING) for word, slugs in meant.items() if slugs
        }

    @measure_operation
    async def list_learned(self, page: PageParams) -> Page[LearnedAliasRead]:
        """The last learned first."""
        learned, total = await self._catalog.list_learned(page.limit, page.offset)
        items = [LearnedAliasRead.model_validate(word) for word in learned]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def make_alias(self, admin: Principal, payload: AliasWrite) -> AliasRead:
        """The next search knows the word. `UnknownSlug`, `AliasUnusable`; `AliasTaken` when it means something else."""
        lexicon = await self._search.get_lexicon()
        tokens = tokenize(payload.alias)
        name = lexicon.name_of(TermKind.SUBJECT, payload.subject)
        if name is None:
            raise UnknownSlug([("subject", payload.subject)])
        self._require_usable(tokens)
        match = lexicon.find(tokens, 0)
        if match is not None and match.length == len(tokens):
            if (match.term.kind, match.term.slugs) != (TermKind.SUBJECT, (payload.subject,)):
                raise AliasTaken(f"'{payload.alias}' already means {match.term.name}.")
            return AliasRead(alias=match.term.text, subject=payload.subject, name=name)
        alias = " ".join(tokens)
        async with self.transaction():
            if not await self._catalog.learn_alias(alias, payload.subject, self._clock.now()):
                raise AliasTaken
            details = {"alias": alias, "subject": payload.subject}
            await self._audit.record(AuditAction.ALIAS_DECIDED, actor_id=admin.id, details=details)
            self.after_commit(self._forget_lexicon)
        return AliasRead(alias=alias, subject=payload.subject, name=name)

    def _require_usable(self, tokens: Sequence[str]) -> None:
        """Words that say something else anyway, or nothing at all, would never be read as the subject."""
        today, _ = instant_to_wall(self._clock.now(), DEFAULT_TIMEZONE)
        understood = understand(tokens, 0, today) if tokens else None
        if FILLERS.issuperset(tokens) or tokens[0] in NEGATIONS or (understood and understood.length == len(tokens)):
            raise AliasUnusable

    async def _forget_lexicon(self) -> None:
        await self._cache.delete(LEXICON_KEY)


def _proposal(slug: str, name: str, by: ProposedBy) -> ProposalRead:
    return ProposalRead(subject=slug, name=name, by=by)


def _read(word: UnknownWord, proposal: ProposalRead | None) -> UnrecognizedWordRead:
    return UnrecognizedWordRead(
        word=word.word, searches=word.searches, last_searched_at=word.last_searched_at, proposal=proposal
    )
