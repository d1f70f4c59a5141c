"""A message ready for Telegram, and its buttons."""

from dataclasses import dataclass, replace

from bot.messages.lengths import DATA_LIMIT


@dataclass(frozen=True, slots=True)
class Button:
    """One button: it carries ``data`` back to us, opens ``url``, or begins an inline query.

    Raises:
        ValueError: ``data`` is not 1 to 64 bytes.
    """

    text: str
    data: str | None = None
    url: str | None = None
    switch_inline: str | None = None

    def __post_init__(self) -> None:
        if self.data is not None and not 1 <= len(self.data.encode()) <= DATA_LIMIT:
            raise ValueError(f"callback data of {len(self.data.encode())} bytes: {self.data!r}")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: Telegram's HTML, a photo by its address (or Telegram's id of it), buttons.

    With a photo ``html`` is its caption, and ``text_html`` is what stands in a message without
    it, where there is more room. ``markup`` is false when ``html`` is plain text.
    """

    html: str
    photo: str | None = None
    buttons: Rows = ()
    preview: bool = False
    text_html: str | None = None
    markup: bool = True

    @property
    def links_to(self) -> str | None:
        """Give the address of its first button that opens one."""
        return next((one.url for row in self.buttons for one in row if one.url), None)

    def without_photo(self) -> "Outgoing":
        """Give the same message as text: its form when Telegram refuses the photo."""
        return replace(self, html=self.text_html or self.html, photo=None, text_html=None)


def rows_of(buttons: tuple[Button, ...], *, width: int) -> Rows:
    """Give ``buttons`` in rows of at most ``width``."""
    return tuple(buttons[at : at + width] for at in range(0, len(buttons), width))
