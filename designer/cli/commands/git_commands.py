"""Commands with which git compares and merges projects: text and git-setup."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import click

from designer.catalog.reading import read_library
from designer.cli.opening import PATH, open_design
from designer.export.text.text_form import design_as_yaml
from designer.files.writing import write_whole
from designer.model.records import RefusedInput

_ATTRIBUTES: Final = "*.stackwright merge=stackwright diff=stackwright"
_LARGEST_ATTRIBUTES: Final = 1_000_000


@click.command("text", short_help="PROJECT as text, as git compares it.")
@click.argument("project", type=PATH)
def text(project: Path) -> None:
    """Print PROJECT as YAML, the form that `export -o NAME.yaml` writes."""
    library = read_library()
    click.echo(design_as_yaml(open_design(project, library), library, project.name), nl=False)


@click.command("git-setup", short_help="Let git compare and merge projects in FOLDER.")
@click.argument("folder", type=PATH, default=Path())
def git_setup(folder: Path) -> None:
    """Tell git in FOLDER to show differences of projects as text and to merge them field by field.

    Two settings go into the repository's own configuration, a line into its .gitattributes, which is for everybody
    who uses the repository; each of them runs this command once.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    program = _program()
    settings = {
        "merge.stackwright.name": "Stackwright designs, field by field",
        "merge.stackwright.driver": f"{program} merge --git %O %A %B",
        "diff.stackwright.textconv": f"{program} text",
        "diff.stackwright.cachetextconv": "true",
    }
    for name, value in settings.items():
        _git(folder, "config", "--local", name, value)
    attributes = top / ".gitattributes"
    lines = _lines(attributes)
    if _ATTRIBUTES in lines:
        click.echo(f"{attributes.name} has the line already.")
    else:
        write_whole(attributes, "".join(f"{line}\n" for line in (*lines, _ATTRIBUTES)).encode())
        click.echo(f"Added to {attributes.name}: {_ATTRIBUTES}")
    click.echo(f"git compares and merges projects in {top} now.")


def _program() -> str:
    """Return how a shell calls this program: by its name where that is found, else by this Python."""
    if shutil.which("stackwright") is not None:
        return "stackwright"
    program = shlex.quote(Path(sys.executable).as_posix())
    # A frozen program is its own executable, and takes no module.
    return program if getattr(sys, "frozen", False) else f"{program} -m designer"


def _lines(path: Path) -> list[str]:
    try:
        if path.exists() and path.stat().st_size > _LARGEST_ATTRIBUTES:
            raise RefusedInput(f"{path.name} is larger than any list of attributes; add the line yourself.")
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem}. Add this line to it: {_ATTRIBUTES}") from problem


def _git(folder: Path, *arguments: str) -> str:
    """Return what git prints.

    Raises:
        RefusedInput: git is not installed, or refuses.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            # git writes names in UTF-8 on every system.
            encoding="utf-8",
            errors="replace",
            timeout=60,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise RefusedInput(f"git cannot be run: {problem}.") from problem
    if done.returncode:
        first = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise RefusedInput(f"git refuses in {folder}: {first}")
    return done.stdout


COMMANDS = (text, git_setup)
