"""Packs, labels, DXF and title blocks by the command line; what would be blank is refused with one line."""

from pathlib import Path

import pypdfium2
import pytest
from ezdxf.filemanagement import readfile

from tests.cli.conftest import Stackwright
from tests.pdf_words import pdf_words


@pytest.fixture
def stack(tmp_path: Path, stackwright: Stackwright) -> Path:
    path = tmp_path / "stack.stackwright"
    assert stackwright("new", path, "--template", "ai-stack").code == 0
    return path


def test_the_title_block_is_kept_in_the_project_and_stands_on_the_sheets(
    stack: Path, tmp_path: Path, stackwright: Stackwright
) -> None:
    named = tmp_path / "named.yaml"
    said = stackwright("set", stack, "title_block", "number=AI7", "revision=B for review", "-o", named)
    assert said.code == 0, said.err
    assert "AI7" in said.out
    assert "revision: B for review" in named.read_text("utf-8")
    out = tmp_path / "pack.pdf"
    said = stackwright("export", named, "--view", "install", "-o", out)
    assert (said.code, said.err) == (0, "")
    words = pdf_words(out)
    assert "AI7-001" in words
    assert "B for review" in words


def test_labels_and_floor_are_written_by_their_ending(stack: Path, tmp_path: Path, stackwright: Stackwright) -> None:
    for name, asked in (("labels.csv", ("--view", "labels")), ("floor.dxf", ("--view", "floor"))):
        said = stackwright("export", stack, "-o", tmp_path / name, *asked)
        assert (said.code, said.err) == (0, ""), name
    assert (tmp_path / "labels.csv").read_bytes().startswith("\ufeffCable,End,".encode())
    assert not readfile(tmp_path / "floor.dxf").audit().errors


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("x.pdf", "install"),
        ("x.pdf", "labels"),
        ("x.dxf", "floor"),
        ("x.svg", "topology"),
        ("x.png", "stack"),
        ("x.pdf", "power"),
        ("x.pdf", "isometric"),
        ("x.pdf", "rack"),
    ],
)
def test_an_empty_design_gives_no_blank_paper(name: str, view: str, tmp_path: Path, stackwright: Stackwright) -> None:
    empty = tmp_path / "empty.stackwright"
    assert stackwright("new", empty, "--template", "empty").code == 0
    said = stackwright("export", empty, "-o", tmp_path / name, "--view", view)
    assert (said.code, said.out) == (1, "")
    assert len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / name).exists()


def test_a_pack_goes_on_the_paper_that_is_asked_for(stack: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    project = stack
    assert stackwright("set", project, "title_block", "paper=letter", "-o", project).code == 0
    for paper, width in (((), 279.4), (("--paper", "A4"), 297.0)):
        assert stackwright("export", project, "-o", tmp_path / "pack.pdf", "--view", "install", *paper).code == 0
        page = pypdfium2.PdfDocument(tmp_path / "pack.pdf")[0]
        assert page.get_size()[0] == pytest.approx(width / 25.4 * 72, abs=1)
    refused = stackwright("export", project, "-o", tmp_path / "pack.pdf", "--view", "install", "--paper", "B9")
    assert refused.code == 2
