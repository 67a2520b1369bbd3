"""Help, guide and man pages say the same: every option of every command stands in all three."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import get_completion_class

from designer.cli import COMMANDS
from designer.cli.main import stackwright as program
from designer.cli.reach.completing import COMPLETED
from designer.cli.reach.manual import GUIDE, Told, completion_script, guide_page, man_page, told
from tests.cli.conftest import Stackwright

WHOLE = told(program)


def every(command: Told) -> Iterator[Told]:
    yield command
    for below in command.commands:
        yield from every(below)


def words_of(man: str) -> str:
    """Return what a reader sees of a man page: without its orders and escapes."""
    return re.sub(r"\\f[BIR]", "", man).replace("\\-", "-").replace("\\&", "").replace("\\e", "\\")


def test_every_option_of_help_is_in_the_guide_and_in_the_man_page(stackwright: Stackwright) -> None:
    assert {command.path for command in WHOLE.commands} == {f"stackwright {name}" for name in COMMANDS}
    guide = GUIDE.read_text("utf-8")
    seen = 0
    for command in WHOLE.commands:
        name = command.path.removeprefix("stackwright ")
        man = words_of(man_page(WHOLE, name))
        for one in every(command):
            # As a person gets it, and not as this program reads it off click.
            helped = stackwright(*one.path.split()[1:], "--help").out
            options = set(re.findall(r"^  (?:-\w, )?(--[a-z][a-z-]*)", helped, re.MULTILINE))
            assert "--help" in options
            section = guide.partition(f"`{one.path} {one.usage}`")[2].partition("\n#")[0]
            assert section, f"{one.path} is not in {GUIDE.name}: run `python packaging/task.py manual`"
            for option in options - {"--help"}:
                assert re.search(rf"{option}\b", section), f"{one.path} {option}: run `python packaging/task.py manual`"
                assert re.search(rf"{option}\b", man), (one.path, option)
                seen += 1
            assert all(does for written, does in one.options), one.path
    assert seen > 150


def test_the_page_of_options_is_as_the_commands_are() -> None:
    assert GUIDE.read_text("utf-8") == guide_page(WHOLE), "run `python packaging/task.py manual`"


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man to read the pages")
def test_man_reads_the_pages_without_a_complaint(stackwright: Stackwright, tmp_path: Path) -> None:
    assert stackwright("man", "--folder", str(tmp_path)).code == 0
    pages = sorted(path.name for path in tmp_path.iterdir())
    assert len(pages) == len(COMMANDS) + 1
    for name in ("stackwright", "stackwright-catalog"):
        done = subprocess.run(
            ["man", "--warnings", "-E", "UTF-8", "-l", f"{tmp_path / name}.1"],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"MANWIDTH": "100", "LC_ALL": "C.UTF-8"},
        )
        assert done.stderr == ""
        # Programs that format manuals guess at encodings, and want a day: mandoc -Tlint and groff -ww are content.
        page = (tmp_path / f"{name}.1").read_text("utf-8")
        assert page.isascii()
        assert re.match(rf'\.TH {name.replace("-", "..").upper()} 1 "\d{{4}}-\d\d-\d\d"', page)
        assert "EXIT STATUS" in done.stdout
    assert stackwright("man", "no-such").code == 1


def all_commands(group: click.Group) -> Iterator[click.Command]:
    with click.Context(group) as context:
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from all_commands(found) if isinstance(found, click.Group) else (found,)


def test_shells_complete_commands_options_projects_and_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_STACKWRIGHT_COMPLETE" in completion_script(shell)

    def completed(*words: str) -> set[tuple[str, str]]:
        found = get_completion_class("bash")
        assert found is not None
        asked = found(program, {}, "stackwright", "_STACKWRIGHT_COMPLETE")
        return {(item.type, item.value) for item in asked.get_completions(list(words[:-1]), words[-1])}

    assert completed("analyze", "pod.stackwright", "--tra") == {("plain", "--traffic")}
    # The shell itself looks for files there.
    assert completed("po") == {("file", "po")}
    # What a project is made of, by name; only where a shell asks, as all parts are read for it.
    monkeypatch.setenv("_STACKWRIGHT_COMPLETE", "bash_complete")
    for line, value in (
        ("new pod.stackwright --template dgx", "dgx-superpod-h100"),
        ("new pod.stackwright --template leaf-spine --set over", "oversubscription="),
        ("catalog show nvidia/dgx-h1", "nvidia/dgx-h100"),
        ("calc leaf", "leaf-spine"),
        ("export pod.stackwright --view rep", "report"),
        ("man sal", "salvage"),
    ):
        assert ("plain", value) in completed(*line.split()), line
    known = {(one.name, parameter.name) for one in all_commands(program) for parameter in one.params}
    assert COMPLETED.keys() <= known
    # A shell asks by variables and without arguments, which else opens the window.
    asking = {"_STACKWRIGHT_COMPLETE": "bash_complete", "COMP_WORDS": "stackwright ana", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "designer"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | asking,
    )
    assert done.stdout.split() == ["plain,analyze"]
