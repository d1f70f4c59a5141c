"""The operator's hold on the papers: how much is out, letting a paper be down, an event happen.

=======  =========================  ========================================================
GET      /api/papers                ``[{slug, name, out, all, seconds_left?}]``
POST     /api/papers/P/outage       ``{seconds}``: the paper answers 503 for so long
DELETE   /api/papers/P/outage       the paper is back at once
GET      /api/happenings            ``[{event, title, out, all}]``: what all papers would tell
POST     /api/happenings/E          it happens: the papers tell it one after the other
=======  =========================  ========================================================
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.newspaper.content import Paper, PaperArticle
from bot.playground.page_api import is_here

LONGEST_OUTAGE = 86_400


class Press(Protocol):
    """What the newsroom needs of the papers."""

    @property
    def papers(self) -> tuple[Paper, ...]: ...  # noqa: D102
    @property
    def articles(self) -> tuple[PaperArticle, ...]: ...  # noqa: D102
    def out(self, paper: Paper | None = None) -> Sequence[PaperArticle]: ...  # noqa: D102
    def outage(self, paper_slug: str) -> timedelta | None: ...  # noqa: D102
    def close_for(self, paper_slug: str, length: timedelta) -> datetime: ...  # noqa: D102
    def reopen(self, paper_slug: str) -> None: ...  # noqa: D102
    @property
    def events(self) -> tuple[str, ...]: ...  # noqa: D102
    def reports(self, event: str) -> list[PaperArticle]: ...  # noqa: D102
    def let_happen(self, event: str) -> None: ...  # noqa: D102


Answer = dict[str, object]
Endpoint = Callable[[Request], Awaitable[Response]]


class Newsroom:
    """The endpoints; like all of ``/api`` they answer this machine only."""

    def __init__(self, press: Press) -> None:
        self._press = press

    def routes(self) -> list[Route]:
        """Give the routes of all endpoints."""
        outage = "/api/papers/{paper}/outage"
        return [
            Route("/api/papers", _guarded(self._list), methods=["GET"]),
            Route(outage, _guarded(self._close), methods=["POST"]),
            Route(outage, _guarded(self._reopen), methods=["DELETE"]),
            Route("/api/happenings", _guarded(self._events), methods=["GET"]),
            Route("/api/happenings/{event}", _guarded(self._happen), methods=["POST"]),
        ]

    async def _list(self, _request: Request) -> Response:
        return JSONResponse([self._described(paper) for paper in self._press.papers])

    async def _close(self, request: Request) -> Response:
        paper = self._paper(request)
        given = await request.json()
        seconds = _length(given.get("seconds") if isinstance(given, dict) else None)
        self._press.close_for(paper.slug, timedelta(seconds=seconds))
        return JSONResponse(self._described(paper), 201)

    async def _reopen(self, request: Request) -> Response:
        paper = self._paper(request)
        self._press.reopen(paper.slug)
        return JSONResponse(self._described(paper))

    async def _events(self, _request: Request) -> Response:
        return JSONResponse([self._told(event) for event in self._press.events])

    async def _happen(self, request: Request) -> Response:
        event = request.path_params["event"]
        self._press.let_happen(event)
        return JSONResponse(self._told(event), 201)

    def _told(self, event: str) -> Answer:
        reports, out = self._press.reports(event), self._press.out()
        done = sum(report in out for report in reports)
        return {"event": event, "title": reports[0].title, "out": done, "all": len(reports)}

    def _paper(self, request: Request) -> Paper:
        slug = request.path_params["paper"]
        return {paper.slug: paper for paper in self._press.papers}[slug]

    def _described(self, paper: Paper) -> Answer:
        told: Answer = {
            "slug": paper.slug,
            "name": paper.name,
            "out": len(self._press.out(paper)),
            "all": sum(article.paper == paper for article in self._press.articles),
        }
        left = self._press.outage(paper.slug)
        return told if left is None else {**told, "seconds_left": round(left.total_seconds(), 1)}


def _length(seconds: object) -> float:
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not (is_number and 1 <= seconds <= LONGEST_OUTAGE):  # type: ignore[operator]
        raise ValueError(f"seconds must be a number from 1 to {LONGEST_OUTAGE}")
    return float(seconds)  # type: ignore[arg-type]


def _guarded(call: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        if not is_here(request):
            return JSONResponse({"error": "only from this machine"}, 403)
        try:
            return await call(request)
        except KeyError as missing:
            return JSONResponse({"error": f"there is no {missing.args[0]!r}"}, 404)
        except ValueError as wrong:
            return JSONResponse({"error": str(wrong)}, 400)

    return guarded
