"""Draw the README's pictures anew: the demo's page in a headless Chromium, light and dark (``make pictures``).

``python -m docs.pictures FOLDER`` puts them there instead. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import base64
import sys
import tempfile
from pathlib import Path

from bot.faces.demo.run import running
from bot.settings import read
from tests.faces.demo.browser import CHROMIUM, MISSING, browser

EXAMPLE = "scheme"
ANSWERED = "!!document.querySelector('#replies [data-key$=\"/this_was_it\"]')"
# name -> width, height, what is pressed, and what is true once all is drawn
PICTURES = {
    "thread": (1080, 680, "", ANSWERED),
    "how": (1080, 820, "#how-toggle", "!!document.querySelector('#found .compared')"),
}
SHARP, QUALITY = 1.5, 70


async def draw(folder: Path, kind: str = "webp") -> None:
    """A file for each picture and scheme."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        async with running(read({}), between_posts_s=0.02) as demo, browser(Path(profile)) as chromium:
            for name, (width, height, button, drawn) in PICTURES.items():
                for scheme in ("light", "dark"):
                    async with chromium.page(f"{demo.url}?example={EXAMPLE}", width, height, scheme) as page:
                        await page.until(ANSWERED)
                        if button:
                            await page.press(button)
                        await page.until(drawn)
                        await page.value("document.activeElement.blur()")
                        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": SHARP}
                        how = {"format": kind, "quality": QUALITY, "clip": clip}
                        shot = await page.call("Page.captureScreenshot", **how)
                    file = folder / f"{name}-{scheme}.{kind}"
                    file.write_bytes(base64.b64decode(shot["data"]))
                    print(f"{file.name}: {file.stat().st_size / 1024:.0f} KiB")  # noqa: T201


if __name__ == "__main__":
    if not CHROMIUM:
        sys.exit(MISSING)
    asyncio.run(draw(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent / "pictures"))
