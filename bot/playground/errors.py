"""What can go wrong when the playground starts."""

from bot.errors import BotError


class PortTaken(BotError):
    """Another program listens at the port already.

    Attributes:
        port: the port's number.
    """

    def __init__(self, port: int) -> None:
        """Name the port and what to do."""
        super().__init__(f"port {port} of 127.0.0.1 is taken; choose another with --port")
        self.port = port
