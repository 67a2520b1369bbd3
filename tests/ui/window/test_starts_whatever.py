"""The program starts whatever became of what it keeps of a person, and says in one line what could not be read."""

import json
import random

import pytest
from platformdirs import user_data_path

from designer.edit.nodes.nodes import add_node
from designer.model.design import Design
from designer.store.journal import Journal, journal_folder

pytestmark = pytest.mark.usefixtures("idle_moments")
DGX = "nvidia/dgx-h100"


def write_recent(body):
    folder = user_data_path("stackwright", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recent.json").write_text(body, "utf-8")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (json.dumps(["/" + "a" * 5000]), "cannot be reached"),
        ("[" * 200_000, "The list of recent projects cannot be read"),
    ],
    ids=["over-long path", "deep JSON"],
)
def test_a_recent_list_that_cannot_be_used_is_told_on_the_welcome_screen(own_folders, open_window, body, said):
    write_recent(body)
    person = open_window()
    assert person.window.welcome.isVisible()
    assert said in person.status
    person.click(person.window.welcome.new_button)
    assert person.work is not None


def test_damaged_journals_are_told_and_kept_and_the_sound_one_is_offered(library, own_folders, open_window):
    for _ in range(3):
        journal = Journal(Design(), None)
        journal.record(add_node(Design(), library, DGX, 0, 0))
        journal.close()
    first, second, third = sorted(journal_folder().glob("*.journal"))
    # The text of a journal's schema that is no UTF-8 makes SQLite's own message unreadable.
    body = bytearray(first.read_bytes())
    place = body.find(b"create table base") if b"create table base" in body else 100
    body[place + 13 : place + 17] = b"\xe5\xff\xfe\xe5"
    for path, damaged in ((first, bytes(body)), (second, random.Random(3).randbytes(9000))):
        for beside in journal_folder().glob(f"{path.name}-*"):
            beside.unlink()
        path.write_bytes(damaged)
    person = open_window()
    assert "cannot be read" in person.status
    assert str(journal_folder()) in person.status
    assert first.exists()
    assert second.exists()
    assert third.exists()
