"""What the README and the guides show can be typed."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_of_the_readme_works(
    stackwright: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests" / "catalog" / "netbox" / "data", tmp_path / "devicetype-library")
    (tmp_path / "quote.csv").write_text("Part number,Price\nnvidia/qm9700,21000\n")
    (tmp_path / "requests.csv").write_text("timestamp,input_tokens,output_tokens\n0,900,120\n60,1100,80\n")
    block = re.search(r"```\n(stackwright templates.*?)```", README, re.DOTALL)
    assert block is not None
    lines = block[1].splitlines()
    assert len(lines) > 10
    for line in lines:
        said = stackwright(*shlex.split(line, comments=True)[1:])
        assert (said.code, said.err) == (0, ""), line
        assert said.out
    assert {path.name for path in tmp_path.iterdir()} == {
        "pod.stackwright",
        "again.stackwright",
        "ethernet.stackwright",
        "mended.stackwright",
        "deck.pptx",
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
        "power.svg",
        "hall.png",
        "devicetype-library",
        "quote.csv",
        "requests.csv",
        "logged.stackwright",
        "pod.graphml",
        "graph.stackwright",
        "what-became-of-it.csv",
        "qm9700.yaml",
    }


def test_the_design_of_the_readme_is_that_of_the_guide(stackwright: Callable[..., Any], tmp_path: Path) -> None:
    guide = (ROOT / "resources" / "guide" / "text-form.md").read_text("utf-8")
    texts = [re.search(r"```yaml\n(format: .*?)```", text, re.DOTALL) for text in (README, guide)]
    assert texts[0] is not None
    assert texts[1] is not None
    assert texts[0][1] == texts[1][1]
    path = tmp_path / "unit.yaml"
    path.write_text(texts[0][1])
    assert stackwright("analyze", path, "--json").document["counts"]["accelerators"]["total"] == 248


@pytest.mark.parametrize("page", ["README.md", *(f"resources/guide/{name}.md" for name in ("tour", "numbers"))])
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
