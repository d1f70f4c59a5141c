"""Photos, documents, albums, and files given back."""

import mimetypes
from collections.abc import Mapping
from typing import Any

from bot.playground.admission import reply_of, take_pace, topic_of, writable_room
from bot.playground.ask import Ask, Upload
from bot.playground.methods.content import caption_content, caption_of
from bot.playground.methods.messages import beside, deliver, quiet
from bot.playground.pictures import WRONG_FILE, Stored
from bot.playground.refusals import Json, bad_request
from bot.playground.world import ChatWorld

ALBUM = 10
DOCUMENT_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024


def _uploaded(ask: Ask, given: object) -> Upload | None:
    if isinstance(given, str) and given.startswith("attach://"):
        upload = ask.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload
    return None


async def photo_of(world: ChatWorld, ask: Ask, given: object, upload: Upload | None) -> Stored:
    """Give the photo that a call names: an upload, an address or a ``file_id``.

    Raises:
        Refused: 400 in Telegram's words.
    """
    upload = upload or _uploaded(ask, given)
    if upload is not None:
        return world.files.upload(upload.body, name=upload.name)
    if not isinstance(given, str) or not given:
        raise bad_request("there is no photo in the request")
    if given.startswith(("http://", "https://")):
        return await world.files.by_url(given)
    stored = world.files.get(given)
    if stored is None:
        raise bad_request(WRONG_FILE)
    if stored.kind != "photo":
        raise bad_request(f"type of file mismatch: can't use file of type {stored.kind} as Photo")
    return stored


def document_of(world: ChatWorld, ask: Ask, given: object, upload: Upload | None) -> Stored:
    """Give the document that a call names: an upload, a ``file_id``, or an address by its word.

    Raises:
        Refused: 400 in Telegram's words.
    """
    upload = upload or _uploaded(ask, given)
    if upload is not None:
        return keep_document(world, upload)
    if not isinstance(given, str) or not given:
        raise bad_request("there is no document in the request")
    if given.startswith(("http://", "https://")):
        name = given.rstrip("/").rpartition("/")[2]
        return world.files.keep("document", None, url=given, name=name)
    stored = world.files.get(given)
    if stored is None:
        raise bad_request(WRONG_FILE)
    return stored


def keep_document(world: ChatWorld, upload: Upload) -> Stored:
    """Keep an uploaded document.

    Raises:
        Refused: 400 for an empty one, 413 for one above 50 MB.
    """
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > DOCUMENT_BYTES:
        raise bad_request("file is too big")
    mime = mimetypes.guess_type(upload.name or "")[0] or "application/octet-stream"
    return world.files.keep("document", upload.body, name=upload.name, mime=mime)


async def send_photo(world: ChatWorld, ask: Ask) -> Json:
    """Send a photo with its caption."""
    room = writable_room(world, ask, "photos")
    caption = caption_of(ask)
    stored = await photo_of(world, ask, ask.values.get("photo"), ask.files.get("photo"))
    spoiler = {"has_media_spoiler": True} if ask.flag("has_spoiler") else {}
    content = {"photo": stored.photo_sizes(), **caption, **spoiler}
    return deliver(world, room, ask, content).message


async def send_document(world: ChatWorld, ask: Ask) -> Json:
    """Send a file with its caption."""
    room = writable_room(world, ask, "documents")
    caption = caption_of(ask)
    stored = document_of(world, ask, ask.values.get("document"), ask.files.get("document"))
    return deliver(world, room, ask, {"document": stored.document(), **caption}).message


async def media_content(world: ChatWorld, ask: Ask, given: object) -> Json:
    """Give the fields of one ``InputMedia``: a photo or a document with its caption.

    Raises:
        Refused: 400 in Telegram's words.
    """
    if not isinstance(given, Mapping):
        raise bad_request("can't parse InputMedia: expected an Object")
    caption = caption_content(
        str(given.get("caption") or ""),
        str(given.get("parse_mode") or ""),
        given.get("caption_entities"),
    )
    if given.get("show_caption_above_media") and caption:
        caption["show_caption_above_media"] = True
    kind = given.get("type")
    if kind == "photo":
        stored = await photo_of(world, ask, given.get("media"), None)
        spoiler = {"has_media_spoiler": True} if given.get("has_spoiler") else {}
        return {"photo": stored.photo_sizes(), **caption, **spoiler}
    if kind == "document":
        return {"document": document_of(world, ask, given.get("media"), None).document(), **caption}
    raise bad_request("can't parse InputMedia: type must be specified")


async def send_media_group(world: ChatWorld, ask: Ask) -> list[Json]:
    """Send two to ten photos or documents as one album."""
    room = writable_room(world, ask, "photos")
    given = ask.value("media", "media")
    if not isinstance(given, list) or not given:
        raise bad_request("there are no messages to send")
    if len(given) > ALBUM:
        raise bad_request("too many messages to send as an album")
    if len({one.get("type") for one in given if isinstance(one, dict)}) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [await media_content(world, ask, one) for one in given]
    around = {**topic_of(room, ask), **reply_of(room, ask), **beside(ask, None)}
    take_pace(world, room, ask, len(contents))
    group = {"media_group_id": str(13_000_000_000 + world.calls)}
    extras = quiet(ask, {})
    return [
        world.post(room, {**content, **around, **group}, extras=extras).message
        for content in contents
    ]


async def get_file(world: ChatWorld, ask: Ask) -> Json:
    """Give where a file can be loaded from: ``/file/bot<token>/<file_path>``."""
    stored = world.files.get(ask.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    told = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    size = {"file_size": stored.size} if stored.size else {}
    return {**told, **size, "file_path": f"{stored.kind}s/{stored.file_id}"}


METHODS: dict[str, Any] = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
