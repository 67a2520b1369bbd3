"""Drawings carry the title block where it is set, on each sheet, and none where it is not."""

import re

import pypdfium2
import pytest

from designer.edit.settings import set_title_block
from designer.edit.templates.templates import build_template
from designer.export.picture import write_picture
from tests.shipped import LIBRARY

SAID = ("ST-4711", "B for approval", "M. Example")


def texts(path):
    with pypdfium2.PdfDocument(path) as found:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in found]


FLOOR, POWER = ("dgx-superpod-h100", {"scale_units": "1"}), ("power-chain", {"racks": "4"})
CASES = [(FLOOR, "floor", "pdf"), (POWER, "topology", "pdf"), (POWER, "power", "pdf"), (FLOOR, "floor", "svg")]


@pytest.mark.parametrize(("template", "view", "suffix"), CASES)
def test_number_revision_and_who_drew_it(tmp_path, template, view, suffix):
    name, values = template
    design = build_template(name, LIBRARY, values)
    fields = dict(zip(("number", "revision", "drawn_by"), SAID, strict=True))
    set_design = set_title_block(design, **fields).applied(design)
    path, bare = tmp_path / f"set.{suffix}", tmp_path / f"bare.{suffix}"
    write_picture(path, set_design, view=view, theme="print")
    write_picture(bare, design, view=view, theme="print")
    if suffix == "svg":
        said, without = path.read_text(), bare.read_text()
        assert all(words in said for words in SAID)
        assert "Drawn by" not in without
        return
    sheets = [text for text in texts(path) if "Names in full" not in text]
    for words in (*SAID, "Revision", "Scale"):
        assert all(words.replace(" ", "") in text.replace(" ", "") for text in sheets), words
    assert not any("Drawnby" in text.replace(" ", "") for text in texts(bare))
