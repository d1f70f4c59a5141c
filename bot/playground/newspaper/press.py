"""When each article comes out, and the addresses under which the papers are served."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.playground.newspaper.answers import conditional, missing, unavailable
from bot.playground.newspaper.content import (
    PICTURES,
    Content,
    Paper,
    PaperArticle,
    Section,
    load_content,
)
from bot.playground.newspaper.feeds import FEED_SIZE, FeedPage, Item, render_feed
from bot.playground.newspaper.newsroom import Newsroom
from bot.playground.newspaper.pages import render_article, render_home, render_missing, stylesheet

FIRST_AFTER = timedelta(seconds=20)
DAY = 86_400


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A feed that the papers offer, as a bot would be told of it."""

    source: str
    home: str
    url: str
    section: str | None = None


class Newspaper:
    """The sample papers behind a clock.

    Args:
        started_at: when the playground started (aware); articles that are "already out" are
            spread over the day before it.
        now: the clock; read at each request.
        pause: how long after one new article the next comes out.
        first_after: how long after the start the first new article comes out.
        content: what the papers say; the sample of this package when not given.
    """

    def __init__(
        self,
        started_at: datetime,
        now: Callable[[], datetime],
        pause: timedelta = timedelta(seconds=45),
        *,
        first_after: timedelta = FIRST_AFTER,
        content: Content | None = None,
    ) -> None:
        self._content = load_content() if content is None else content
        self._now = now
        # Feeds give whole seconds, so instants are whole too: what a feed and a page say agrees.
        self._started_at = started_at.replace(microsecond=0)
        self._pause = pause
        self._first_after = first_after
        self._outages: dict[str, datetime] = {}
        self._happened: dict[str, datetime] = {}
        self._pictures = {path.stem: path for path in PICTURES.glob("*.jpg")}

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All papers."""
        return self._content.papers

    @property
    def articles(self) -> tuple[PaperArticle, ...]:
        """All articles, out or still to come, in the order in which they come out.

        Those of an event that nobody let happen yet are not among them.
        """
        coming = [one for one in self._content.articles if self._is_coming(one)]
        return tuple(sorted(coming, key=self.published_at))

    @property
    def events(self) -> tuple[str, ...]:
        """The events that happen when somebody wants them to."""
        waiting = (one.event for one in self._content.articles if one.after_event is not None)
        return tuple(dict.fromkeys(event for event in waiting if event is not None))

    def reports(self, event: str) -> list[PaperArticle]:
        """Give the articles that tell one of ``events``, the first one first."""
        told = [(a.after_event, a) for a in self._content.articles if a.event == event]
        timed = [(after, article) for after, article in told if after is not None]
        return [article for _after, article in sorted(timed, key=lambda one: one[0])]

    def let_happen(self, event: str) -> None:
        """Have one of ``events`` happen now: its reports come out one by one. Once is enough.

        Raises:
            KeyError: for an event that is none of them.
        """
        if event not in self.events:
            raise KeyError(event)
        self._happened.setdefault(event, self._now().replace(microsecond=0))

    def _is_coming(self, article: PaperArticle) -> bool:
        return article.after_event is None or article.event in self._happened

    def published_at(self, article: PaperArticle) -> datetime:
        """When ``article`` came or will come out.

        Raises:
            KeyError: it tells an event that did not happen yet.
        """
        if article.after_event is not None:
            return self._happened[article.event or ""] + article.after_event
        if article.offset is not None:
            return self._started_at + article.offset
        place = (article.arrives or 1) - 1
        return self._started_at + self._first_after + place * self._pause

    def out(self, paper: Paper | None = None, section: Section | None = None) -> list[PaperArticle]:
        """The articles that are out now, newest first, of one paper and section where given."""
        now = self._now()
        return [
            article
            for article in reversed(self.articles)
            if self.published_at(article) <= now
            and paper in {None, article.paper}
            and section in {None, article.section}
        ]

    def close_for(self, paper_slug: str, length: timedelta) -> datetime:
        """Let a paper answer 503 to everything for a while; give the end of it."""
        self._outages[paper_slug] = self._now() + length
        return self._outages[paper_slug]

    def reopen(self, paper_slug: str) -> None:
        """End an outage; nothing happens where there is none."""
        self._outages.pop(paper_slug, None)

    def feeds(self, base_url: str, prefix: str = "/bao") -> tuple[FeedAddress, ...]:
        """The main feed of each paper, with absolute addresses below ``base_url``."""
        root = f"{base_url.rstrip('/')}{prefix}"
        return tuple(
            FeedAddress(paper.name, home := f"{root}/{paper.slug}/", f"{home}{paper.feed_path()}")
            for paper in self.papers
        )

    def routes(self, prefix: str = "/bao") -> list[Route]:
        """The routes of all papers for a Starlette application."""
        site = _Site(self, prefix)
        paper = f"{prefix}/{{paper}}"
        return [
            Route(f"{prefix}/anh/{{name}}.jpg", site.picture),
            Route(f"{paper}/", site.home),
            Route(f"{paper}/style.css", site.style),
            Route(f"{paper}/rss.xml", site.feed),
            Route(f"{paper}/feed.json", site.feed),
            Route(f"{paper}/rss/{{section}}.xml", site.section_feed),
            Route(f"{paper}/feed/{{section}}.json", site.section_feed),
            Route(f"{paper}/chuyen-muc/{{section}}/", site.section_home),
            Route(f"{paper}/{{slug}}.html", site.article),
            *Newsroom(self).routes(),
        ]

    def outage(self, paper_slug: str) -> timedelta | None:
        """How much longer a paper is down, or ``None`` while it is up."""
        until = self._outages.get(paper_slug)
        return until - self._now() if until is not None and until > self._now() else None

    def picture(self, name: str) -> FileResponse | None:
        """The answer for one of the drawn pictures, or ``None`` for an unknown name."""
        path = self._pictures.get(name)
        return None if path is None else FileResponse(path, media_type="image/jpeg")

    def sections(self, paper: Paper) -> tuple[Section, ...]:
        """The sections in which a paper has articles (out or to come)."""
        used = {article.section for article in self._content.articles if article.paper == paper}
        return tuple(section for section in self._content.sections if section in used)


class _Site:
    """The request handlers; each finds its paper first, which may be unknown or down."""

    def __init__(self, newspaper: Newspaper, prefix: str) -> None:
        self._newspaper = newspaper
        self._prefix = prefix

    async def picture(self, request: Request) -> Response:
        found = self._newspaper.picture(request.path_params["name"])
        if found is None:
            return missing("Không có ảnh này.")
        found.headers["cache-control"] = f"max-age={DAY}"
        return found

    async def style(self, request: Request) -> Response:
        paper = self._paper(request)
        if isinstance(paper, Response):
            return paper
        return Response(stylesheet(paper), media_type="text/css")

    async def home(self, request: Request) -> Response:
        paper = self._paper(request)
        return paper if isinstance(paper, Response) else self._front(request, paper, None)

    async def section_home(self, request: Request) -> Response:
        paper, section = self._paper(request), self._section(request)
        if isinstance(paper, Response) or section is None:
            return paper if isinstance(paper, Response) else missing(render_missing(paper))
        return self._front(request, paper, section)

    async def feed(self, request: Request) -> Response:
        paper = self._paper(request)
        return paper if isinstance(paper, Response) else self._feed(request, paper, None)

    async def section_feed(self, request: Request) -> Response:
        paper, section = self._paper(request), self._section(request)
        if isinstance(paper, Response) or section is None:
            return paper if isinstance(paper, Response) else missing(render_missing(paper))
        return self._feed(request, paper, section)

    async def article(self, request: Request) -> Response:
        paper = self._paper(request)
        if isinstance(paper, Response):
            return paper
        out = self._newspaper.out(paper)
        found = next((one for one in out if one.slug == request.path_params["slug"]), None)
        if found is None:
            return missing(render_missing(paper))
        item = self._items(request, [found])[0]
        others = self._items(request, [one for one in out if one is not found][:4])
        body = render_article(item, others, self._root(request))
        return conditional(request, body, "text/html; charset=utf-8", item.published)

    def _front(self, request: Request, paper: Paper, section: Section | None) -> Response:
        items = self._items(request, self._newspaper.out(paper, section))
        sections = self._newspaper.sections(paper)
        body = render_home(paper, section, items, sections, self._root(request))
        return conditional(request, body, "text/html; charset=utf-8", _newest(items))

    def _feed(self, request: Request, paper: Paper, section: Section | None) -> Response:
        items = self._items(request, self._newspaper.out(paper, section)[:FEED_SIZE])
        page = FeedPage(
            paper=paper,
            section=section,
            home=f"{self._root(request)}/{paper.slug}/",
            url=str(request.url),
            items=tuple(items),
        )
        media_type = f"{paper.feed.media_type}; charset=utf-8"
        return conditional(request, render_feed(page), media_type, _newest(items))

    def _paper(self, request: Request) -> Paper | Response:
        slug = request.path_params["paper"]
        paper = next((one for one in self._newspaper.papers if one.slug == slug), None)
        if paper is None:
            return missing("Không có tờ báo này.")
        return paper if self._newspaper.outage(slug) is None else unavailable()

    def _section(self, request: Request) -> Section | None:
        slug = request.path_params["section"]
        paper = next(p for p in self._newspaper.papers if p.slug == request.path_params["paper"])
        return next((one for one in self._newspaper.sections(paper) if one.slug == slug), None)

    def _root(self, request: Request) -> str:
        return f"{str(request.base_url).rstrip('/')}{self._prefix}"

    def _items(self, request: Request, articles: Sequence[PaperArticle]) -> list[Item]:
        root = self._root(request)
        return [
            Item(
                article=article,
                url=f"{root}/{article.paper.slug}/{article.slug}.html",
                published=self._newspaper.published_at(article),
                pictures=tuple(f"{root}/anh/{one.name}.jpg" for one in article.pictures),
            )
            for article in articles
        ]


def _newest(items: Sequence[Item]) -> datetime | None:
    return max((item.published for item in items), default=None)
