"""Freeze the program into one folder with Python and Qt, by PyInstaller and `frozen/stackwright.spec`.

    python packaging/frozen_folder.py [OUT] [--icons FOLDER]

For Windows and macOS, and for the Debian package, which leaves the libraries of the system out. Needs what
packaging/run.py needs; PyInstaller itself is put beside the environment, not into it. Only the standard library.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_steps

SPEC = Path(__file__).resolve().parent / "frozen" / "stackwright.spec"
TOOLS = SPEC.with_name("tools.txt")
BUILD = setup_steps.ROOT / "build"


def ready_python() -> Path:
    """Return the python in .venv with all extras; set it up where something is missing."""
    python = setup_steps.python_of(setup_steps.ROOT / ".venv")
    names = setup_steps.required_names(setup_steps.ROOT, ("all",))
    if setup_steps.works(python) and not setup_steps.missing_distributions(python, names):
        return python
    libraries = setup_steps.OFFSCREEN_LIBRARIES + setup_steps.WINDOW_LIBRARIES
    return setup_steps.set_up(setup_steps.ROOT, extras=("all",), libraries=libraries)


def tools_folder(python: Path) -> Path:
    """Return the folder that holds PyInstaller in the versions of tools.txt; filled by pip at first."""
    folder = BUILD / "tools"
    stamp = folder / "tools.txt"
    if not stamp.is_file() or stamp.read_text("utf-8") != TOOLS.read_text("utf-8"):
        setup_steps.say("Fetching PyInstaller.")
        command = [str(python), "-m", "pip", "install", "--quiet", "--upgrade", "--disable-pip-version-check"]
        command += ["--target", str(folder), "--requirement", str(TOOLS)]
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
            setup_steps.stop("pip could not fetch PyInstaller. Is there a network? Its own message is above.")
        stamp.write_text(TOOLS.read_text("utf-8"), "utf-8")
    return folder


def revision(python: Path) -> str:
    """Return the revision of this checkout, as the program itself tells it."""
    code = "from designer.installation.revision import revision; print(revision())"
    return subprocess.run(
        [str(python), "-c", code], cwd=setup_steps.ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def freeze(out: Path, *, system_libraries: bool = True, work: Path = BUILD / "work") -> Path:
    """Write the folder `stackwright` into OUT and return it.

    Args:
        out: Where it goes; made where it is not there.
        system_libraries: Whether libraries of the system come along; a package of the system asks for them instead.
        work: What PyInstaller found out, kept for the next time.
    """
    python = ready_python()
    tools = tools_folder(python)
    with tempfile.TemporaryDirectory(prefix="stackwright-freeze-") as folder:
        written = Path(folder) / "revision.txt"
        written.write_text(revision(python), "ascii")
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join((str(setup_steps.ROOT), str(tools))),
            # The same sources give the same modules in the same order.
            "PYTHONHASHSEED": "1",
            "STACKWRIGHT_REVISION_FILE": str(written),
            "STACKWRIGHT_SYSTEM_LIBRARIES": "yes" if system_libraries else "no",
        }
        command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
        command += ["--distpath", str(out), "--workpath", str(work), str(SPEC)]
        setup_steps.say(f"Freezing Stackwright, revision {written.read_text('ascii')} (one to three minutes) ...")
        done = subprocess.run(
            command,
            cwd=setup_steps.ROOT,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    if done.returncode:
        setup_steps.stop(f"PyInstaller failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return out / "stackwright"


def draw_icons(python: Path, folder: Path) -> None:
    """Draw the icons of the program and of its files into FOLDER, in all sizes and for all systems."""
    # The folder of the script comes first where modules are looked for; nothing of it is meant.
    subprocess.run([str(python), "-I", str(SPEC.with_name("draw_icons.py")), str(folder)], check=True)


def main(arguments: list[str]) -> int:
    """Freeze into the folder that ARGUMENTS name, else into dist/; returns the exit code."""
    parser = argparse.ArgumentParser(prog="frozen_folder.py", description="Freeze Stackwright into one folder.")
    parser.add_argument("out", nargs="?", type=Path, default=setup_steps.ROOT / "dist")
    parser.add_argument("--icons", type=Path, help="a folder that icons are drawn into first, for Windows and macOS")
    chosen = parser.parse_args(arguments)
    if chosen.icons:
        draw_icons(ready_python(), chosen.icons)
    folder = freeze(chosen.out)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    setup_steps.say(f"{folder}: {size / 1e6:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
