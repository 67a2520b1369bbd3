"""Words over wires have the same rim from a picture of it as when it is stroked anew."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from designer.paint import canvas_text


def painted(ratio, scale, x, y, *, turned=0.0, vector=False):
    """Pixels (height, width, 4) of words with a rim at X, Y, on paper of RATIO pixels for one of the screen."""
    paper = QImage(round(300 * ratio), round(60 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    paper.setDevicePixelRatio(ratio)
    paper.fill(QColor("#336699"))
    painter = QPainter(paper)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(x, y)
    painter.rotate(turned)
    canvas_text.write_over(painter, "Scalable unit 3", "caption", "#000000", "#ffffff", 0.0, 20.0, vector=vector)
    painter.end()
    return np.frombuffer(paper.constBits(), np.uint8).reshape(paper.height(), paper.width(), 4).astype(int)


@pytest.fixture
def stroked(monkeypatch, qapp):
    """The same without pictures of rims."""

    def paint(*args, **kwargs):
        with monkeypatch.context() as patch:
            patch.setattr(canvas_text, "_paint_rim", lambda *_: False)
            return painted(*args, **kwargs)

    return paint


@pytest.mark.parametrize(("ratio", "scale"), [(1.0, 1.0), (1.0, 1.3), (2.0, 1.0), (1.5, 1.0)])
def test_a_rim_on_a_whole_pixel_is_the_very_same(stroked, ratio, scale):
    expected = stroked(ratio, scale, 5.0 / scale, 6.0 / scale)
    found = painted(ratio, scale, 5.0 / scale, 6.0 / scale)
    assert (expected != np.array([153, 102, 51, 255])).any()
    # The same but for the last rounding of a place.
    assert np.abs(found - expected).max() <= 3


def test_between_pixels_it_stands_an_eighth_of_one_away_at_most(stroked):
    found, expected = painted(1.0, 1.0, 5.3, 6.07), stroked(1.0, 1.0, 5.3, 6.07)
    assert np.abs(found - expected).max() <= 48
    assert (np.abs(found - expected).max(axis=2) > 16).mean() < 0.02


def test_what_is_turned_is_stroked(stroked):
    assert (painted(1.0, 1.0, 20.0, 0.0, turned=12.0) == stroked(1.0, 1.0, 20.0, 0.0, turned=12.0)).all()


def test_a_rim_that_is_painted_again_is_not_stroked_again(qapp):
    painted(1.0, 1.0, 7.0, 8.0)
    known = canvas_text._rim.cache_info()
    painted(1.0, 1.0, 7.0, 8.0)
    again = canvas_text._rim.cache_info()
    assert (again.hits, again.misses) == (known.hits + 1, known.misses)
