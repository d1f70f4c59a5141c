"""Draw the illustrations of the sample newspaper: ``python -m tools.draw_pictures [NAME…]``.

The JPEGs are committed beside the articles; nobody needs Pillow to read the papers. Drawing again
gives the same pictures: every chance has a fixed seed.
"""

import argparse
import io
from pathlib import Path

from PIL import Image

from tools import (
    pictures_country,
    pictures_highland,
    pictures_town,
    pictures_weather,
    pictures_work,
)

FOLDER = Path(__file__).resolve().parents[1] / "bot" / "playground" / "newspaper" / "pictures"
LARGEST = 60_000
SCENES = {
    **pictures_country.SCENES,
    **pictures_highland.SCENES,
    **pictures_weather.SCENES,
    **pictures_town.SCENES,
    **pictures_work.SCENES,
}


def jpeg(image: Image.Image) -> bytes:
    """Give the best JPEG that stays below the size for a picture of the papers."""
    for quality in range(86, 30, -4):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() < LARGEST:
            return buffer.getvalue()
    raise ValueError(f"too much detail for {LARGEST} bytes")


def main() -> None:
    """Draw the pictures that were named, or all."""
    parser = argparse.ArgumentParser(description="Draw the sample newspaper's pictures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(sorted(SCENES)))
    names = parser.parse_args().names or sorted(SCENES)
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        body = jpeg(SCENES[name]().finished())
        (FOLDER / f"{name}.jpg").write_bytes(body)
        print(f"{name}.jpg  {len(body):,} bytes")


if __name__ == "__main__":
    main()
