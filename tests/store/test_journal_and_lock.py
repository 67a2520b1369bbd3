import subprocess
import sys
import time
from pathlib import Path

import pytest

from designer.model.changes import ChangeSet, between
from designer.model.design import Design, Node
from designer.model.records import RefusedInput
from designer.store import recent
from designer.store.journal import Journal
from designer.store.lock import ProjectLock
from designer.store.recovery import recover, recoverable


def grown(design: Design, name: str) -> Design:
    return Design(nodes={**design.nodes, name: Node(id=name, kind="server")})


def step(design: Design, name: str) -> ChangeSet:
    return between(design, grown(design, name), f"Add {name}")


def test_a_design_never_saved_is_offered_with_its_last_edit(tmp_path: Path) -> None:
    design = Design()
    journal = Journal(design, None, tmp_path)
    for name in ("a", "b", "c"):
        journal.record(step(design, name))
        design = grown(design, name)
    journal.close()
    (found,) = recoverable(tmp_path)
    assert (found.project, found.edits) == ("", 3)
    assert recover(found) == design


def test_an_open_journal_is_not_offered_and_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(Design(), None, tmp_path)
    journal.record(step(Design(), "a"))
    assert recoverable(tmp_path) == []
    journal.discard()
    assert recoverable(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_saving_starts_the_journal_again(tmp_path: Path) -> None:
    journal = Journal(Design(), None, tmp_path)
    journal.record(step(Design(), "a"))
    saved = grown(Design(), "a")
    journal.start_again(saved, tmp_path / "p.stackwright")
    journal.record(step(saved, "b"))
    journal.close()
    (found,) = recoverable(tmp_path)
    assert found.project.endswith("p.stackwright")
    assert recover(found) == grown(saved, "b")


@pytest.mark.long  # promise 2 of tests.trust kills random editing in every run
def test_a_kill_while_editing_loses_nothing_acknowledged(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_journal_and_lock import *
design = Design()
journal = Journal(design, None, Path({str(tmp_path)!r}))
for number in range(100000):
    journal.record(step(design, f"n{{number}}"))
    design = grown(design, f"n{{number}}")
    print(number, flush=True)
"""
    for pause in (0.0, 0.03, 0.07):
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        child.kill()
        acknowledged = len(child.stdout.read().split()) + 1
        child.stdout.close()
        child.wait()
        newest = recoverable(tmp_path)[0]
        nodes = len(recover(newest).nodes)
        assert acknowledged <= nodes <= acknowledged + 1
        for left in recoverable(tmp_path):
            Path(left.journal).unlink()


def test_two_windows_cannot_hold_one_project(tmp_path: Path) -> None:
    project = tmp_path / "p.stackwright"
    first, second = ProjectLock(project), ProjectLock(project)
    first.take()
    with pytest.raises(RefusedInput, match="open in another window"):
        second.take()
    first.free()
    second.take()
    second.free()
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_dead_process_is_free_at_once(tmp_path: Path) -> None:
    project = tmp_path / "p.stackwright"
    code = f"""
import os
from pathlib import Path
from designer.store.lock import ProjectLock
ProjectLock(Path({str(project)!r})).take()
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    lock = ProjectLock(project)
    lock.take()
    lock.free()


def test_recent_projects_are_those_that_still_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "user_data_path", lambda *_args, **_kwargs: tmp_path / "data")
    a, b = tmp_path / "a.stackwright", tmp_path / "b.stackwright"
    for path in (a, b):
        path.write_text("x", encoding="utf-8")
        recent.remember_project(path)
    assert recent.recent_projects() == [b, a]
    b.unlink()
    assert recent.recent_projects() == [a]
