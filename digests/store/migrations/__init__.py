"""The migrations of the store, run by the program itself: there is no alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def configuration() -> Config:
    """Give Alembic's configuration for this folder."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def revisions() -> list[str]:
    """Give every version that these migrations know, the newest first."""
    scripts = ScriptDirectory.from_config(configuration())
    return [script.revision for script in scripts.walk_revisions()]


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the database to version ``to`` inside the transaction of ``connection``."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
