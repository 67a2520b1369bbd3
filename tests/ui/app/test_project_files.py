import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from designer import clock
from designer.edit.settings import set_name
from designer.model.design import Design, Node
from designer.model.records import RefusedInput
from designer.store.journal import Journal, journal_folder
from designer.store.project import read_project, write_project
from designer.store.recent import recent_projects
from designer.store.recovery import recoverable
from designer.store.rows import digest_of
from tests.ui.seen import named


def rename(window, name):
    window.workspace.document.edit(lambda design: set_name(design, name))


def test_save_close_open_gives_the_equal_design(superpod, questions, tmp_path):
    questions.path = tmp_path / "unit"
    design = superpod.workspace.document.design
    superpod.commands.run("files.save")
    path = tmp_path / "unit.stackwright"
    assert superpod.files.path == path
    assert not superpod.files.unsaved
    superpod.commands.run("files.close_design")
    assert superpod.workspace is None
    assert superpod.open_path(path)
    assert superpod.workspace.document.design == design
    assert recent_projects() == [path]
    assert questions.asked == 0


def test_the_bar_says_whether_it_is_saved(superpod, questions, tmp_path):
    assert superpod.top_bar.saved.text() == "not saved"
    questions.path = tmp_path / "unit.stackwright"
    superpod.commands.run("files.save")
    assert superpod.top_bar.saved.text() == "saved just now"
    later = clock.now() + timedelta(minutes=2, seconds=5)
    assert superpod.files.saved_words(later) == "saved 2 min ago"
    rename(superpod, "Another")
    assert superpod.top_bar.saved.text() == "unsaved changes"
    assert superpod.top_bar.name.text() == "Another"
    superpod.commands.run("edit.undo")
    assert superpod.top_bar.saved.text() == "saved just now"


@pytest.mark.parametrize(("answer", "left"), [("cancel", False), ("discard", True)])
def test_unsaved_work_is_asked_about(window, questions, answer, left):
    window.files.new_empty()
    rename(window, "Kept")
    questions.keep = answer
    window.commands.run("files.close_design")
    assert questions.asked == 1
    assert (window.workspace is None) is left
    questions.keep = "discard"


def test_saving_on_the_question_saves_and_goes_on(window, questions, tmp_path):
    window.files.new_empty()
    rename(window, "Kept")
    questions.keep, questions.path = "save", tmp_path / "kept.stackwright"
    window.commands.run("files.close_design")
    assert window.workspace is None
    assert read_project(tmp_path / "kept.stackwright").design.name == "Kept"


def test_a_design_that_nobody_named_is_called_as_its_file(window, questions, tmp_path):
    window.files.new_empty()
    questions.path = tmp_path / "Pod of 128.stackwright"
    window.commands.run("files.save")
    assert read_project(questions.path).design.name == window.workspace.document.design.name == "Pod of 128"
    assert not window.workspace.document.session.unsaved
    # It is a name as any other from then on: another file does not change it.
    questions.path = tmp_path / "copy.stackwright"
    window.commands.run("files.save_as")
    assert read_project(questions.path).design.name == "Pod of 128"


def test_cancelling_keeps_the_window_open(window, questions):
    window.files.new_empty()
    rename(window, "Kept")
    questions.keep = "cancel"
    assert not window.close()
    assert window.isVisible()
    assert window.workspace.document.design.name == "Kept"


def test_a_save_that_fails_is_told_and_stays_unsaved(window, questions, tmp_path):
    window.files.new_empty()
    rename(window, "Kept")
    questions.path = tmp_path / "missing" / "kept.stackwright"
    assert not window.files.save()
    assert len(questions.told) == 1
    assert "\n" not in questions.told[0]
    assert window.files.unsaved
    assert window.top_bar.saved.text() == "not saved"
    assert f"from a crash in the journal in {journal_folder()}" in questions.told[0]


@pytest.mark.parametrize("name", ["text.stackwright", "gone.stackwright", "bad.yaml"])
def test_a_file_that_is_no_design_is_told_and_what_is_open_stays(superpod, questions, tmp_path, name):
    path = tmp_path / name
    if name != "gone.stackwright":
        path.write_text("a: &a [1]\nb: *a\n")
    design = superpod.workspace.document.design
    assert not superpod.open_path(path)
    assert len(questions.told) == 1
    assert superpod.workspace.document.design is design


def test_a_text_design_opens_as_a_new_one(window, tmp_path):
    path = tmp_path / "unit.yaml"
    path.write_text("format: stackwright-design\nversion: 1\nname: One\nnodes:\n  - {id: dgx, part: nvidia/dgx-h100}\n")
    assert window.open_path(path)
    assert window.workspace.document.design.name == "One"
    assert window.files.path is None
    assert window.top_bar.saved.text() == "not saved"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("fabric.dot", "graph { h [kind=host]; s [kind=switch]; h -- s [label=400G, wavelength=1310] }"),
        (
            "fabric.json",
            '{"nodes": [{"id": "h", "kind": "host"}, {"id": "s", "kind": "switch"}],'
            ' "links": [{"a": "h", "b": "s", "capacity_gbps": 400, "wavelength": 1310}]}',
        ),
    ],
)
def test_a_graph_opens_as_a_new_design_and_tells_what_was_left_out(window, questions, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert window.open_path(tmp_path / name)
    assert set(window.workspace.document.design.nodes) == {"h", "s"}
    assert window.files.path is None
    assert len(questions.informed) == 1
    assert "'wavelength'" in questions.informed[0]


def test_a_graph_that_is_none_is_told(window, questions, tmp_path):
    (tmp_path / "cut.graphml").write_text("<graphml>")
    assert not window.open_path(tmp_path / "cut.graphml")
    assert len(questions.told) == 1


def test_a_project_that_another_window_holds_opens_read_only(window, another_window, tmp_path):
    path = tmp_path / "shared.stackwright"
    write_project(path, Design())
    assert window.open_path(path)
    other = another_window
    assert other.open_path(path)
    assert other.files.read_only
    assert other.top_bar.saved.text() == "read-only"
    other.questions.path = tmp_path / "copy.stackwright"
    assert other.files.save()
    assert other.files.path == tmp_path / "copy.stackwright"
    assert not other.files.read_only


def test_a_file_that_changed_meanwhile_is_not_overwritten(window, questions, tmp_path):
    path = tmp_path / "mine.stackwright"
    write_project(path, Design())
    assert window.open_path(path)
    rename(window, "Mine")
    from designer.edit.settings import set_name as named

    theirs = named(Design(), "Theirs").applied(Design())
    write_project(path, theirs)
    assert not window.files.save()
    assert read_project(path).design.name == "Theirs"
    assert len(questions.told) == 1


def test_work_that_was_never_saved_is_offered_again(window, questions):
    journal = Journal(Design(), None)
    journal.record(set_name(Design(), "Lost and found"))
    journal.close()
    window.show_welcome()
    (recovery,) = recoverable()
    buttons = named(window.welcome, "Unsaved work").findChildren(type(window.welcome.new_button))
    assert [button.text() for button in buttons] == ["Recover", "Discard"]
    buttons[0].click()
    assert window.workspace.document.design.name == "Lost and found"
    assert window.files.unsaved
    assert recovery.edits == 1
    assert recoverable() == []


def test_every_edit_is_in_the_journal_until_it_is_saved(window, questions, tmp_path):
    window.files.new_empty()
    rename(window, "Journalled")
    (path,) = journal_folder().glob("*.journal")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("select count(*) from edits").fetchone() == (1,)
    questions.path = tmp_path / "j.stackwright"
    window.files.save()
    with closing(sqlite3.connect(path)) as connection:
        # The edits stay, to be undone after a crash; nothing of them is unsaved.
        kinds = [kind for (kind,) in connection.execute("select kind from edits order by number")]
    assert kinds == ["commit", "saved"]
    window.commands.run("files.close_design")
    assert list(journal_folder().glob("*.journal")) == []


def test_a_template_is_created_with_its_parameters(window):
    card = window.welcome.form("dgx-superpod-h100")
    card.fields["scale_units"].choose("2")
    card.button.click()
    assert window.workspace.headline.item("accelerators").number == "504"  # 63 systems of 8


def test_a_parameter_that_cannot_be_is_told(window, questions):
    card = window.welcome.form("leaf-spine")
    next(iter(card.fields.values())).setText("-5")
    card.button.click()
    assert window.workspace is None
    assert len(questions.told) == 1


@pytest.mark.usefixtures("idle_moments")
def test_the_templates_come_with_pictures(window, qtbot):
    samples = window.welcome.grid.samples
    assert next(iter(samples)) == "ai-stack"
    qtbot.waitUntil(lambda: all(sample.picture is not None for sample in samples.values()), timeout=20_000)


def test_opening_again_what_is_open_keeps_it_writable(window, questions, tmp_path):
    path, link = tmp_path / "mine.stackwright", tmp_path / "link.stackwright"
    write_project(path, Design())
    link.symlink_to(path)
    for name in (path, path, link, path):
        assert window.open_path(name)
        assert window.files.read_only == ""
    rename(window, "Mine")
    assert window.files.save()
    assert read_project(path).design.name == "Mine"
    assert questions.told == []


def test_saving_to_a_link_to_ones_own_file_saves_it(window, questions, tmp_path):
    path, link = tmp_path / "mine.stackwright", tmp_path / "link.stackwright"
    write_project(path, Design())
    link.symlink_to(path)
    assert window.open_path(path)
    rename(window, "Mine")
    questions.path = link
    assert window.files.save_as()
    assert questions.told == []
    assert link.is_symlink()
    assert read_project(path).design.name == "Mine"
    rename(window, "Again")
    assert window.files.save()
    window.commands.run("files.close_design")
    assert sorted(found.name for found in tmp_path.glob("*mine*")) == ["mine.stackwright"]


def test_saving_to_a_link_does_not_overwrite_what_others_changed(window, questions, tmp_path):
    path, link = tmp_path / "mine.stackwright", tmp_path / "link.stackwright"
    write_project(path, Design())
    link.symlink_to(path)
    assert window.open_path(path)
    rename(window, "Mine")
    write_project(path, set_name(Design(), "Theirs").applied(Design()))
    questions.path = link
    assert not window.files.save_as()
    assert read_project(path).design.name == "Theirs"


def crash(window):
    """Leave the file and the journal as a kill does: the system lets go of both locks."""
    files = window.files
    files._journal.close()
    files._lock.free() if files._lock else None
    files._journal = files._lock = None


@pytest.mark.parametrize("name", ["mine.stackwright", "link.stackwright", "folder/mine.stackwright"])
def test_opening_a_project_after_a_crash_offers_its_unsaved_work(window, another_window, questions, tmp_path, name):
    path = tmp_path / "mine.stackwright"
    (tmp_path / "folder").symlink_to(tmp_path)
    (tmp_path / "link.stackwright").symlink_to(path)
    write_project(path, Design())
    assert window.open_path(path)
    rename(window, "First")
    assert window.files.save()
    rename(window, "Second")
    rename(window, "Third")
    window.commands.run("edit.undo")
    crash(window)

    other = another_window
    asked = other.questions
    asked.unsaved = "cancel"
    assert not other.open_path(tmp_path / name)
    assert other.workspace is None
    assert len(asked.offered) == 1
    assert asked.offered[0].startswith(f"{(tmp_path / name).name} A window ended without saving 3 edits, the last on ")
    asked.unsaved = "open"
    assert other.open_path(tmp_path / name)
    assert other.workspace.document.design.name == "First"
    asked.unsaved = "recover"
    assert other.open_path(path)  # it is open already, and has work of its own
    other.commands.run("files.close_design")
    assert other.open_path(tmp_path / name)
    assert other.workspace.document.design.name == "Second"
    # It goes on in its own file, with its edits to undo and to do again, also those from before the save.
    assert (other.files.path, other.files.read_only) == (path, "")
    assert other.top_bar.saved.text() == "unsaved changes"
    assert other.workspace.document.session.redo_label is not None
    for wanted in ("First", Design().name):
        other.commands.run("edit.undo")
        assert other.workspace.document.design.name == wanted
    for _ in range(3):
        other.commands.run("edit.redo")
    assert other.workspace.document.design.name == "Third"
    assert other.files.save()
    assert read_project(path).design.name == "Third"
    assert recoverable() == []
    assert asked.told == []


def test_recovered_work_does_not_overwrite_what_others_saved_meanwhile(window, another_window, tmp_path):
    path = tmp_path / "mine.stackwright"
    write_project(path, Design())
    assert window.open_path(path)
    rename(window, "Mine")
    crash(window)
    write_project(path, set_name(Design(), "Theirs").applied(Design()))
    other = another_window
    other.files.recover(recoverable()[0])
    assert "mine.stackwright was changed by another window or program since" in other.status.message.text()
    assert not other.files.save()
    assert read_project(path).design.name == "Theirs"
    other.questions.path = tmp_path / "copy.stackwright"
    assert other.files.save_as()
    assert read_project(tmp_path / "copy.stackwright").design.name == "Mine"


@pytest.mark.usefixtures("painted")
def test_all_waiting_designs_are_offered(window):
    for number in range(5):
        journal = Journal(Design(), None)
        journal.record(set_name(Design(), f"Waiting {number}"))
        journal.close()
    window.show_welcome()
    window.repaint()
    buttons = named(window.welcome, "Unsaved work").findChildren(type(window.welcome.new_button))
    assert [button.text() for button in buttons] == ["Recover", "Discard"] * 5


def test_a_state_folder_that_cannot_be_written_opens_projects_and_says_so(window, questions, tmp_path):
    path = tmp_path / "mine.stackwright"
    write_project(path, Design())
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("no folder")
    assert window.open_path(path)
    assert "The recovery journal cannot be written" in window.status.message.text()
    rename(window, "Mine")
    assert window.files.save()
    assert read_project(path).design.name == "Mine"
    # Room again: the save begins a journal, and edits are safe from then on.
    journal_folder().unlink()
    assert window.files.save()
    rename(window, "Again")
    crash(window)
    (left,) = recoverable()
    assert left.name == "Again"


def test_recovery_on_a_full_disk_keeps_the_old_journal_until_a_save(window, monkeypatch, tmp_path):
    journal = Journal(Design(), None)
    journal.record(set_name(Design(), "Waiting"))
    journal.close()
    (left,) = recoverable()

    def full(*_arguments, **_named):
        raise RefusedInput("The recovery journal cannot be written: database or disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("designer.store.recovery.Journal", full)
        window.files.recover(left)
    assert window.workspace.document.design.name == "Waiting"
    assert "edits from now on are not safe" in window.status.message.text()
    assert [again.name for again in recoverable()] == ["Waiting"]
    window.questions.path = tmp_path / "w.stackwright"
    assert window.files.save()
    assert recoverable() == []


def test_a_copy_of_a_file_with_unknown_data_says_what_it_lacks(window, questions, tmp_path):
    path = tmp_path / "newer.stackwright"
    write_project(path, Design(nodes={"a": Node(id="a", kind="server")}))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update records set body = cast(json_set(body, '$.colour', 1) as blob) where id = 'a'")
        rows = connection.execute("select kind, id, body from records").fetchall()
        connection.execute("update meta set value = ? where key = 'digest'", (digest_of(rows),))
    assert window.open_path(path)
    assert "colour of 'a'" in window.files.read_only
    questions.path = tmp_path / "copy.stackwright"
    questions.yes = False
    assert not window.files.save()
    assert "The copy will lack: colour of 'a'." in questions.agreed[-1]
    assert not questions.path.exists()
    questions.yes = True
    assert window.files.save()
    assert read_project(questions.path).unknown == ()
    assert read_project(path).unknown == ("colour of 'a'",)
    assert window.files.save()
    assert len(questions.agreed) == 2


def test_a_damaged_project_opens_as_far_as_it_can_be_read(window, questions, tmp_path):
    path = tmp_path / "hurt.stackwright"
    write_project(path, Design(nodes={name: Node(id=name, kind="server") for name in "abc"}))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("delete from records where id = 'b'")
    before = path.read_bytes()
    questions.yes = False
    assert not window.open_path(path)
    assert window.workspace is None
    questions.yes = True
    assert window.open_path(path)
    assert "2 nodes and 0 links can be read, as a new design" in questions.agreed[-1]
    assert set(window.workspace.document.design.nodes) == {"a", "c"}
    assert window.files.path is None
    assert "cannot be checked" in questions.informed[-1]
    assert path.read_bytes() == before
