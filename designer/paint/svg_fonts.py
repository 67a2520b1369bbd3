"""The letters that an SVG uses, in the SVG itself, so that it looks the same where the font is not installed."""

import base64
import html
import io
import re
from functools import lru_cache
from typing import Final

from designer.paint.fonts import family
from designer.paint.packaged_font import PREFERRED, packaged_file

GENERIC: Final = "sans-serif"
"""Behind the name of the font, for whoever reads the file without it."""
_TEXT: Final = re.compile(r">([^<]*)</t(?:ext|span)>")
_FAMILY: Final = re.compile(r'font-family="([^",]*)"')
_ROOT: Final = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_WEIGHTS: Final = (400, 700)
"""The least and the greatest weight that drawings use."""
_SIZE_AXIS: Final = "opsz"
_TEXT_SIZE: Final = 14
"""Optical size of the axis of Inter that is kept: that of text."""
_LIKELY: Final = "".join(map(chr, range(0x20, 0x7F))) + "·×–—→…°²³µ≥≤ÄÖÜäöüßéèàçñø"
"""Letters that go in anyway, so that most drawings share one font that is made once."""


def with_fonts(svg: bytes) -> bytes:
    """Return SVG with its letters as a font of its own, and a generic family behind the font's name.

    Without the packaged font the generic family alone stands behind the font of the system.
    """
    text = svg.decode("utf-8")
    used = set("".join(html.unescape(found) for found in _TEXT.findall(text)))
    text = _FAMILY.sub(lambda found: f'font-family="{found[1]}, {GENERIC}"', text)
    if family() == PREFERRED and packaged_file() is not None and used:
        font = base64.b64encode(_subset("".join(sorted(used - set(_LIKELY))))).decode()
        face = (
            f'<style type="text/css">@font-face{{font-family:"{PREFERRED}";'
            f"font-weight:{_WEIGHTS[0]} {_WEIGHTS[1]};"
            f'src:url(data:font/woff;base64,{font}) format("woff")}}</style>'
        )
        text = _ROOT.sub(lambda root: f"{root[0]}\n{face}", text, count=1)
    return text.encode()


@lru_cache(maxsize=16)
def _subset(more: str) -> bytes:
    """Return the packaged font as WOFF with the likely letters and MORE alone."""
    # They take a tenth of a second to load, and few pictures are SVG.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    path = packaged_file()
    assert path is not None, "asked for without the package"
    options = Options()
    # Tables of pairs and marks are most of the font, and take a second to cut down.
    options.drop_tables += ["GPOS", "GSUB", "GDEF"]
    options.hinting = False
    options.notdef_outline = True
    font = TTFont(path)
    subsetter = Subsetter(options)
    subsetter.populate(text=_LIKELY + more)
    subsetter.subset(font)
    axes = {axis.axisTag for axis in font["fvar"].axes}
    limits: dict[str, float | tuple[float, float]] = {"wght": _WEIGHTS}
    if _SIZE_AXIS in axes:
        limits[_SIZE_AXIS] = _TEXT_SIZE
    font = instantiateVariableFont(font, limits)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
