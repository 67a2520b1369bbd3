"""The deck from the command line: what is written, what is left out and why."""

from pathlib import Path

from pptx import Presentation

from tests.cli.conftest import Stackwright


def test_the_command_writes_it_and_says_what_is_left_out(stackwright: Stackwright, tmp_path: Path) -> None:
    pod = tmp_path / "pod.stackwright"
    assert stackwright("new", pod, "--template", "rag-service").code == 0
    said = stackwright("export", pod, "-o", tmp_path / "pod.pptx", "--level", "engineer")
    assert said.code == 0
    assert "Left out: " in said.out
    assert len(Presentation(str(tmp_path / "pod.pptx")).slides) >= 6
    assert stackwright("export", pod, "-o", tmp_path / "pod.pptx", "--template", pod).code == 1
