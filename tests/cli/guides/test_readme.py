"""What the README and the guides show can be typed."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.long_runs import runs

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text("utf-8")
GUIDE = ROOT / "resources" / "guide"
COMMANDS = (GUIDE / "command-line.md").read_text("utf-8")
MOST_WORDS = 350

_NOTE = "of InfiniBand are Ethernet in the lab"

SMALLER = {"scale_units=2": "scale_units=1", "nodes=128": "nodes=32"}
"""What the page types, and what the default run types in its place: the same commands on half a SuperPOD."""


@pytest.mark.scaled
@pytest.mark.timeout(300)  # eighty commands, on a machine that may be busy
def test_every_command_of_the_page_works(
    stackwright: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests" / "catalog" / "netbox" / "data", tmp_path / "devicetype-library")
    (tmp_path / "quote.csv").write_text("Part number,Price\nnvidia/qm9700,21000\n")
    (tmp_path / "requests.csv").write_text("timestamp,input_tokens,output_tokens\n0,900,120\n60,1100,80\n")
    shutil.copy(ROOT / "tests" / "data" / "measured" / "fault_trace_first_half.csv", tmp_path / "faults.csv")
    (tmp_path / "neighbours.csv").write_text("local_device,remote_device\nleaf[0],spine[0]\n")
    (tmp_path / "watts.csv").write_text("device,power_w\nleaf[0],800\n")
    (tmp_path / "space.yaml").write_text(
        "base: leaf-spine\nvary:\n  - {name: nodes, set: nodes, values: [8, 16]}\ncount: [network.bisection_gbps]\n"
    )
    block = re.search(r"```\n(stackwright templates.*?)```", COMMANDS, re.DOTALL)
    assert block is not None
    typed = block[1]
    for whole, quick in SMALLER.items():
        typed, found = re.subn(rf"(?<=--set ){whole}(?=\s)", runs(quick, whole), typed)
        assert found
    lines = typed.splitlines()
    assert len(lines) > 10
    for line in lines:
        said = stackwright(*shlex.split(line, comments=True)[1:])
        # A lab of a fabric of InfiniBand notes there that it is one of Ethernet; nothing else is said on that side.
        wrong = [one for one in said.err.splitlines() if not (line.split()[4].endswith(".clab.yml") and _NOTE in one)]
        assert (said.code, wrong) == (0, []), line
        assert said.out
    assert {path.name for path in tmp_path.iterdir()} == {
        "pod.stackwright",
        "again.stackwright",
        "ethernet.stackwright",
        "mended.stackwright",
        "deck.pptx",
        "pod.clab.yml",
        "pod-frr",
        "addresses.csv",
        "tiers.svg",
        "real.stackwright",
        "slower.stackwright",
        "salvaged.stackwright",
        "service.stackwright",
        "bill.xlsx",
        "cables.xlsx",
        "pod.svg",
        "pod.yaml",
        "report.pdf",
        "deck.pdf",
        "pod.drawio",
        "page.html",
        "compare.html",
        "both.stackwright",
        "pack.pdf",
        "labels.pdf",
        "hall.dxf",
        "power.svg",
        "hall.png",
        "devicetype-library",
        "quote.csv",
        "requests.csv",
        "neighbours.csv",
        "watts.csv",
        "netbox.zip",
        "site.stackwright",
        "faults.csv",
        "space.yaml",
        "rows.parquet",
        "fabric.stackwright",
        "racks.stackwright",
        "plan.stackwright",
        "pod2.stackwright",
        "whole.stackwright",
        "logged.stackwright",
        "pod.graphml",
        "graph.stackwright",
        "what-became-of-it.csv",
        "qm9700.yaml",
    }


def test_the_design_of_the_page_is_that_of_the_text_form(stackwright: Callable[..., Any], tmp_path: Path) -> None:
    guide = (ROOT / "resources" / "guide" / "text-form.md").read_text("utf-8")
    texts = [re.search(r"```yaml\n(format: .*?)```", text, re.DOTALL) for text in (COMMANDS, guide)]
    assert texts[0] is not None
    assert texts[1] is not None
    assert texts[0][1] == texts[1][1]
    path = tmp_path / "unit.yaml"
    path.write_text(texts[0][1])
    assert stackwright("analyze", path, "--json").document["counts"]["accelerators"]["total"] == 248


@pytest.mark.parametrize(
    "page", ["README.md", *(f"resources/guide/{name}.md" for name in ("tour", "numbers", "command-line"))]
)
def test_every_link_leads_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        # The picture of the window is made anew with each release.
        assert (path.parent / target).exists() or target.endswith("window.png"), target


def test_the_commands_of_the_guides_are_there(stackwright: Callable[..., Any]) -> None:
    from designer.cli import COMMANDS

    for path in sorted((ROOT / "resources" / "guide").glob("*.md")):
        for command in re.findall(r"`stackwright ([\w-]+)", path.read_text("utf-8")):
            assert command in COMMANDS, (path.name, command)


def test_the_readme_is_short_before_its_links() -> None:
    before = README.partition("## Read on")[0]
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", before)
    assert len(words.split()) <= MOST_WORDS


def test_how_sure_the_readme_says_it_is_is_what_the_page_of_accuracy_says() -> None:
    page = (GUIDE / "accuracy.md").read_text("utf-8")
    said = re.search(r"time per token (\d+%) \(([\d,]+) rows\), collectives (\d+%) \((\d+) rows\)", README)
    assert said is not None
    token = page.partition("### Time per token")[2]
    collectives = page.partition("## Collectives")[2]
    for (error, rows), table in zip((said.groups()[:2], said.groups()[2:]), (token, collectives), strict=True):
        assert re.search(rf"^\| all \| {rows} \| {error} \|", table, re.MULTILINE)
    steps = re.search(r"training steps (\d+%) for dense models", README)
    assert steps is not None
    assert f"On models that a fit had not seen: median {steps[1]}" in page


def test_the_animation_moves_and_loads_fast() -> None:
    from PIL import Image

    path = GUIDE / "failure.webp"
    assert path.stat().st_size <= 3_000_000
    with Image.open(path) as picture:
        assert picture.n_frames > 3  # type: ignore[attr-defined]  # of an animation alone
