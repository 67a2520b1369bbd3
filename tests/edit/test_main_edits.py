"""The main edits are found by the name of their folder too, as scripts name them."""

import subprocess
import sys
from pathlib import Path

import pytest

from designer.edit import links, marks, nodes, templates

ROOT = Path(__file__).resolve().parents[2]


def test_each_folder_hands_on_what_its_main_file_has() -> None:
    assert nodes.add_node is nodes.nodes.add_node
    assert nodes.set_node is nodes.nodes.set_node
    assert links.add_link is links.links.add_link
    assert marks.add_note is marks.marks.add_note
    assert marks.add_picture is marks.marks.add_picture
    assert templates.build_template is templates.templates.build_template


def test_what_no_file_has_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_it"):
        nodes.nothing_of_it  # noqa: B018


@pytest.mark.parametrize(
    "line", ["edit.nodes import add_node", "edit.marks import add_note", "edit.links import add_link"]
)
def test_a_folder_can_be_the_first_to_be_imported(line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"from designer.{line}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
