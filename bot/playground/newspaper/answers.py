"""HTTP answers of the papers: conditional requests (RFC 9110, section 13), 404 and 503."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response


def conditional(
    request: Request, body: bytes, content_type: str, modified: datetime | None
) -> Response:
    """Answer with ``body``, or 304 without one where the asker already has it.

    The ETag is a hash of the body; ``modified`` (aware) becomes Last-Modified.
    """
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "max-age=0, must-revalidate"}
    if modified is not None:
        headers["last-modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    if _is_known(request, etag, modified):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "content-type": content_type})


def missing(page: str | bytes) -> Response:
    """404 with a page or a sentence."""
    if isinstance(page, bytes):
        return HTMLResponse(page, status_code=404)
    return PlainTextResponse(page, status_code=404)


def unavailable() -> Response:
    """503 that does not say for how long.

    The papers share one host, and Retry-After holds a whole host: one paper would close all.
    """
    return PlainTextResponse("Tòa soạn đang bảo trì máy chủ.", status_code=503)


def _is_known(request: Request, etag: str, modified: datetime | None) -> bool:
    """Say whether the asker's copy is current; If-None-Match outranks If-Modified-Since."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return "*" in tags or etag in tags
    since = _moment(request.headers.get("if-modified-since"))
    return since is not None and modified is not None and modified <= since


def _moment(header: str | None) -> datetime | None:
    if header is None:
        return None
    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
