"""Inter is there on a machine whose system has no font of that name, in all weights; without it nothing breaks."""

import os
import subprocess
import sys

import pytest

_ASK = """
import sys
if "without" in sys.argv:
    sys.modules["fontpkg_inter"] = None
from designer.paint.packaged_font import offer_packaged_font, packaged_file
if "without" in sys.argv:
    import importlib.util
    found = importlib.util.find_spec
    importlib.util.find_spec = lambda name, *more: None if name == "fontpkg_inter" else found(name, *more)
offered = offer_packaged_font()
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QGuiApplication
application = QGuiApplication([])
from designer.paint.fonts import family, font_words, metrics
def wide(weight):
    font = QFont(family())
    font.setPixelSize(100)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return round(QFontMetricsF(font).horizontalAdvance("Training, orchestration 1,016 MW"))
print(offered, QFontInfo(QFont(family())).family() == family(), family(), *(wide(one) for one in (400, 500, 600)))
print(font_words())
"""
NO_INTER = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def asked(tmp_path, *arguments, config=True):
    """Return what a process of its own says that sees the fonts of DejaVu alone, or those of the system."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if config:
        (tmp_path / "fonts.conf").write_text(NO_INTER.format(cache=tmp_path / "cache"), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(tmp_path / "fonts.conf")
    done = subprocess.run(
        [sys.executable, "-c", _ASK, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment,
    )
    first, words = done.stdout.splitlines()[-2:]
    return first.split(), words


pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig is asked on Linux alone")


def test_the_package_brings_every_weight_where_the_system_has_none(tmp_path):
    (offered, same, name, *wide), words = asked(tmp_path)
    assert (offered, same, name) == ("package", "True", "Inter")
    regular, medium, strong = (int(one) for one in wide)
    assert regular < medium < strong  # each drawn by itself, none smeared out of another
    assert words == "Set in Inter, of its package."


def test_without_the_package_text_is_set_in_a_font_of_the_system_and_it_is_said(tmp_path):
    (offered, *rest), words = asked(tmp_path, "without")
    assert offered == "none"
    assert "Inter" not in rest
    assert min(int(one) for one in rest[-3:]) > 0
    assert words.startswith("Set in ")
    assert "neither installed nor in its package" in words


def test_both_sources_have_the_same_metrics(tmp_path):
    system, _ = asked(tmp_path, config=False)
    if system[0] != "system":
        pytest.skip("the system has no Inter")
    package, _ = asked(tmp_path)
    assert [int(one) for one in package[-3:]] == pytest.approx([int(one) for one in system[-3:]], rel=0.005)
