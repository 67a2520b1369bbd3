"""The deck from the command line: what is written, what is left out and why."""

from pathlib import Path

from pptx import Presentation

from tests.cli.conftest import Stackwright
from tests.pdf_words import pdf_words


def test_the_command_writes_it_and_says_what_is_left_out(stackwright: Stackwright, tmp_path: Path) -> None:
    pod = tmp_path / "pod.stackwright"
    assert stackwright("new", pod, "--template", "rag-service").code == 0
    said = stackwright("export", pod, "-o", tmp_path / "pod.pptx", "--level", "engineer")
    assert said.code == 0
    assert "Left out: " in said.out
    assert len(Presentation(str(tmp_path / "pod.pptx")).slides) >= 6
    assert stackwright("export", pod, "-o", tmp_path / "pod.pptx", "--template", pod).code == 1


def test_it_is_a_pdf_where_the_view_is_the_deck_and_no_other_picture(stackwright: Stackwright, tmp_path: Path) -> None:
    pod = tmp_path / "pod.stackwright"
    assert stackwright("new", pod, "--template", "rag-service").code == 0
    said = stackwright("export", pod, "-o", tmp_path / "deck.pdf", "--view", "deck", "--notes", "--theme", "dark")
    assert said.code == 0
    assert " slides: decision, " in said.out
    assert "Rests on: " in pdf_words(tmp_path / "deck.pdf")
    refused = stackwright("export", pod, "-o", tmp_path / "deck.svg", "--view", "deck")
    assert refused.code == 1
    assert "a deck is written as .pptx or .pdf" in refused.err
