"""What run.py and test.py do first: the Qt libraries of a Debian-like system, .venv, and the project in it.

Only the standard library. Every step that is already done is skipped, and a step that cannot be done (no network,
no rights) says so and lets the next one try, so that a machine on which all is installed needs neither.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = Path(__file__).resolve().with_name("constraints.txt")

# Each entry names one library; where a release renamed the package, newest name first.
OFFSCREEN_LIBRARIES = (
    "libegl1",
    "libgl1",
    "libx11-6",
    "libdbus-1-3",
    "libfontconfig1",
    "libfreetype6",
    "libglib2.0-0t64|libglib2.0-0",
    "libxkbcommon0",
    "libgssapi-krb5-2",
)
WINDOW_LIBRARIES = (
    "libx11-xcb1",
    "libxcb1",
    "libxcb-cursor0",
    "libxcb-glx0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
TEST_LIBRARIES = (
    "xvfb",
    "xauth",
    "xdotool",
    "fonts-dejavu-core",
    "fonts-inter?",
    "dbus?",
    "at-spi2-core?",
    "python3-gi?",
    "binutils?",
    "gcc?",
    "libc6-dev?",
    "git?",
    "man-db?",
)
"""Programs of the tests; a name ending in "?" is welcome and not needed."""


def set_up(root: Path, extras: tuple[str, ...], libraries: tuple[str, ...]) -> Path:
    """Make ROOT ready to run: system LIBRARIES, .venv, the project with EXTRAS. Returns the python in .venv."""
    try:
        venv_packages = () if has_ensurepip() else (f"{venv_package()}|python3-venv",)
        install_system_packages((*venv_packages, *libraries))
        python = make_environment(root / ".venv")
        install_project(root, python, extras)
        check_qt(python)
    except KeyboardInterrupt:
        # Half an environment is made anew, half an installation is gone on with.
        sys.stdout.flush()
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        sys.exit(130)
    return python


def say(message: str) -> None:
    """Tell the person at once, ahead of what child processes print."""
    print(message, flush=True)


def stop(message: str) -> NoReturn:
    """Leave with one clear line."""
    sys.stdout.flush()
    sys.exit(f"Stackwright could not be set up: {message}")


# System packages


def has_ensurepip() -> bool:
    """Whether this Python can make environments with pip; Debian ships that part on its own."""
    code = "import venv, ensurepip"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def venv_package() -> str:
    """Debian's package with the venv module of this very Python."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def install_system_packages(wanted: tuple[str, ...]) -> None:
    """Install what is missing of WANTED with apt; elsewhere than on Debian and its kin do nothing.

    Args:
        wanted: Package names; "new|old" where it has two names, "name?" where it is only welcome.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return
    installed = installed_packages()
    missing = tuple(entry for entry in wanted if installed.isdisjoint(names_of(entry)))
    if not missing:
        return
    needed = tuple(entry for entry in missing if not entry.endswith("?"))
    by_hand = "apt-get install " + " ".join(names_of(entry)[0] for entry in missing)
    prefix = root_prefix()
    if prefix is None:
        if needed:
            say(f"Some system packages are missing. Please run as root: {by_hand}")
        return
    say(f"Installing system packages: {' '.join(names_of(entry)[0] for entry in missing)}")
    apt = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120")
    # Without a network every name is asked for many times over, and a person would wait for minutes.
    apt = (*apt, "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20")
    quiet(*apt, "update")
    known = {name for entry in missing for name in names_of(entry) if apt_knows(name)}
    chosen = [next((name for name in names_of(entry) if name in known), None) for entry in missing]
    names = [name for name in chosen if name]
    done = not names or quiet(*apt, "install", "-y", "--no-install-recommends", *names)
    unknown = [entry for entry, name in zip(missing, chosen, strict=True) if name is None and entry in needed]
    if unknown or not done:
        say(f"Some system packages could not be installed; going on without. If Qt does not start, run: {by_hand}")


def names_of(entry: str) -> tuple[str, ...]:
    """The package names that satisfy ENTRY, preferred first."""
    return tuple(entry.rstrip("?").split("|"))


def installed_packages() -> set[str]:
    """Names of all packages that dpkg has fully installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"], capture_output=True, text=True, check=False
    )
    rows = (line.split(maxsplit=1) for line in answer.stdout.splitlines())
    return {row[1] for row in rows if len(row) == 2 and row[0] == "installed"}


def root_prefix() -> tuple[str, ...] | None:
    """What to put before a command to run it as root: nothing, sudo, or None when neither is possible."""
    if os.geteuid() == 0:
        return ()
    if not shutil.which("sudo"):
        return None
    if sys.stdin is not None and sys.stdin.isatty() and not os.environ.get("CI"):
        return ("sudo",)
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ("sudo", "-n") if allowed else None


def apt_knows(name: str) -> bool:
    """Whether apt has a version of the package NAME to install."""
    answer = subprocess.run(
        ["apt-cache", "policy", name], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    return "Candidate:" in answer.stdout and "Candidate: (none)" not in answer.stdout


def quiet(*command: str) -> bool:
    """Run COMMAND, show what it said only if it failed; whether it succeeded. sudo may still ask on the terminal."""
    answer = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if answer.returncode:
        say(reason_of(answer.stdout) or f"{command[0]} failed and said nothing.")
    return answer.returncode == 0


def reason_of(told: str) -> str:
    """Return the line of what a program TOLD that says why it failed: its first error, else its last line."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    errors = (line for line in lines if line.startswith(("E:", "Err:", "error:", "ERROR:")))
    return next(errors, lines[-1] if lines else "")[:300]


# The environment


def python_of(folder: Path) -> Path:
    """Return where the environment in FOLDER has its python; it need not be there."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def make_environment(folder: Path) -> Path:
    """The python of the environment in FOLDER, made when it is not there or does not run."""
    python = python_of(folder)
    if works(python):
        return python
    say(f"Making the environment in {folder.name} with Python {sys.version.split()[0]}.")
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if answer.returncode or not works(python):
        lines = (answer.stdout + answer.stderr).strip().splitlines()
        if not has_ensurepip():
            stop(
                f"this Python has no venv module, and apt did not bring it. Where there is a network, run as root: "
                f"apt-get update && apt-get install {venv_package()}"
            )
        stop(f"no environment could be made in {folder}: {lines[-1] if lines else 'no reason given'}")
    return python


def works(python: Path) -> bool:
    """Whether PYTHON runs, is new enough and has pip, all of it: what was stopped halfway has a part."""
    code = (
        "import sys, importlib.metadata as m\n"
        "pip = m.distribution('pip')\n"
        "sys.exit(sys.version_info < (3, 11) or not all(pip.locate_file(one).exists() for one in pip.files or ()))"
    )
    try:
        return subprocess.run([str(python), "-I", "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_project(root: Path, python: Path, extras: tuple[str, ...]) -> None:
    """Install the project in ROOT editable with EXTRAS, unless the stamp says that this was done."""
    stamp = root / ".venv" / "stackwright-setup.json"
    state = setup_state(root, python)
    done = read_stamp(stamp)
    if done.get("state") == state and set(extras) <= set(done.get("extras", [])):
        return
    # An environment made for the tests keeps their tools when only the designer is asked for.
    extras = tuple(sorted({*extras, *done.get("extras", [])}))
    target = f"{root}[{','.join(extras)}]" if extras else str(root)
    say("Installing the project and what it needs (once, about a minute) ...")
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--constraint",
        str(CONSTRAINTS),
        "--editable",
        target,
    ]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        stamp.write_text(json.dumps({"state": state, "extras": list(extras)}), "utf-8")
        return
    missing = missing_distributions(python, required_names(root, extras))
    if missing:
        named = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        stop(f"pip could not install {named}: {pip_reason(done.stdout)}")
    say("pip could not look for newer packages; going on with those that are installed.")


def pip_reason(told: str) -> str:
    """Return why pip failed, by what it TOLD: pages of it without a network."""
    if any(sign in told for sign in ("NameResolutionError", "Temporary failure in name", "Network is unreachable")):
        return "no package index was reached; is there a network?"
    return reason_of(told) or "it gave no reason."


def setup_state(root: Path, python: Path) -> str:
    """A digest of all that the installed environment depends on."""
    digest = hashlib.sha256(f"{root}\n{python}\n{sysconfig.get_platform()}\n".encode())
    for path in (root / "pyproject.toml", CONSTRAINTS, root / ".venv" / "pyvenv.cfg"):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def read_stamp(stamp: Path) -> dict[str, list[str] | str]:
    """What the last complete set-up wrote; empty when there was none."""
    try:
        found = json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def required_names(root: Path, extras: tuple[str, ...]) -> list[str]:
    """Names of the distributions that pyproject.toml asks for, the project itself first."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lines = list(project["dependencies"])
    waiting = list(extras)
    while waiting:
        for line in project["optional-dependencies"][waiting.pop()]:
            own = re.fullmatch(rf"{project['name']}\[([\w,]+)\]", line)
            # "stackwright[explore]" is what another extra asks for, not a distribution of its own.
            waiting += own[1].split(",") if own else []
            lines += [] if own else [line]
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return list(dict.fromkeys([project["name"], *(name.group() for name in names if name)]))


def missing_distributions(python: Path, names: list[str]) -> list[str]:
    """Which of NAMES the environment of PYTHON does not have."""
    code = (
        "import sys, json, importlib.metadata as m\n"
        "def lacks(name):\n"
        "    try: m.version(name)\n"
        "    except m.PackageNotFoundError: return True\n"
        "    return False\n"
        "print(json.dumps([name for name in sys.argv[1:] if lacks(name)]))"
    )
    answer = subprocess.run([str(python), "-I", "-c", code, *names], capture_output=True, text=True, check=False)
    return json.loads(answer.stdout) if answer.returncode == 0 else names


def check_qt(python: Path) -> None:
    """Say in plain words which system library Qt misses, if any."""
    code = "import PySide6.QtWidgets, PySide6.QtSvg"
    answer = subprocess.run([str(python), "-I", "-c", code], capture_output=True, text=True, check=False)
    if answer.returncode:
        lines = answer.stderr.strip().splitlines()
        reason = lines[-1] if lines else f"exit code {answer.returncode}"
        say(f"Qt does not start ({reason}). Install the system package that holds this library; going on.")
