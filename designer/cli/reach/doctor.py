"""`doctor`: say what of the installation is missing, and how to mend it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from designer import __version__
from designer.cli.printing import print_json, print_wrapped
from designer.installation import check, survey
from designer.installation.check import Check, WindowProbe
from designer.installation.revision import revision
from designer.installation.start import is_frozen
from designer.installation.system_libraries import missing_libraries
from designer.plugins.consent import found_plugins
from designer.plugins.finding import rules_folder

PROBE: Final = "--probe-window"
"""What `designer.__main__` is given to try a window; not for people."""
_PATIENCE_S: Final = 30
_SIGNALS: Final = {-6: "Qt ended the process", -11: "the process crashed"}


@click.command("doctor")
@click.option("--headless", is_flag=True, help="Leave out what only the window needs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def doctor(context: click.Context, headless: bool, as_json: bool) -> None:
    """Say what is missing on this machine and how to mend it.

    Looks at Python, Qt, the system's libraries, OpenGL, display, fonts, folders, room, the catalog, own rules, work
    that was not saved, and extras. Exit code 1 where something that the program promises does not work.
    """
    checks = list(all_checks(headless=headless))
    worst = check.worst_of(checks)
    if as_json:
        print_json(
            {
                "ok": worst != "error",
                "version": __version__,
                "revision": revision(),
                "platform": sys.platform,
                "checks": checks,
            }
        )
    else:
        _print(checks)
    context.exit(1 if worst == "error" else 0)


def all_checks(*, headless: bool) -> Iterator[Check]:
    """Return the answers of all checks; HEADLESS without those of the window."""
    frozen = is_frozen()
    known = False
    apt = check.apt_command()
    yield from survey.python_checks()
    if sys.platform.startswith("linux"):
        first = missing_libraries("start")
        yield check.library_check(first, "start", apt=apt)
        yield check.opengl_check(first, apt=apt)
        lacking = [] if headless else missing_libraries("window")
        if not headless:
            yield check.library_check(lacking, "window", apt=apt)
        known = bool(first or lacking)
    display = check.display_check()
    # Without a display Qt ends the process and says less than that check does.
    unseen = headless or display.state == "error"
    if not headless:
        yield display
    probe = probe_window(headless=unseen)
    plugins = check.plugins_check(works=not probe.problem)
    yield plugins
    known = known or any(one.state == "error" for one in (display, plugins))
    if probe.problem or not unseen:
        yield check.start_check(probe, known=known)
    if not probe.problem:
        yield check.font_check(probe, apt=apt)
    yield from survey.place_checks()
    yield guarded("catalog", "Catalog", _catalog)
    yield guarded("rules", "Own rules", _rules)
    yield guarded("unsaved", "Unsaved work", _unsaved)
    yield guarded("locks", "Locks", _locks)
    yield check.extras_check(frozen=frozen)
    if sys.platform.startswith("linux") and not headless:
        yield guarded("double-click", "Double click", _double_click)


def guarded(key: str, title: str, look: Callable[[], Check]) -> Check:
    """Return what LOOK says, or the error that it ends with: one check never keeps the others from their answers."""
    try:
        return look()
    except Exception as problem:  # a broken installation fails in ways that nobody lists
        says = f"cannot be looked at: {type(problem).__name__}: {' '.join(str(problem).split())[:200]}"
        return Check(id=key, title=title, state="error", says=says, mend="install Stackwright again")


def probe_window(*, headless: bool, command: list[str] | None = None) -> WindowProbe:
    """Return what a process says that starts Qt; HEADLESS draws where no display is needed.

    Args:
        headless: Ask for Qt without a display.
        command: What is run instead of this program.
    """
    command = command or [sys.executable, *(() if is_frozen() else ("-m", "designer")), PROBE]
    environment = {**os.environ, **({"QT_QPA_PLATFORM": "offscreen"} if headless else {})}
    # The same program, from wherever this one was imported.
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        return WindowProbe(problem=f"the display did not answer within {_PATIENCE_S} s")
    except OSError as problem:
        return WindowProbe(problem=f"{command[0]} does not run: {problem.strerror or problem}")
    try:
        return msgspec.json.decode(done.stdout, type=WindowProbe)
    except msgspec.DecodeError:
        return WindowProbe(problem=_last_words(done.stderr.decode("utf-8", "replace"), done.returncode))


def _last_words(told: str, code: int) -> str:
    """Return the line that says most of what a process TOLD before it ended with CODE."""
    lines = [line.strip() for line in told.splitlines() if line.strip()] or ["it said nothing"]
    telling = (line for line in lines if "qt.qpa" in line or "could not" in line or "Error" in line)
    return f"{_SIGNALS.get(code, f'exit code {code}')}: {next(telling, lines[0])[:300]}"


def _catalog() -> Check:
    from designer.catalog.reading import own_parts_folder, read_library

    library = read_library()
    says = f"{len(library.parts):,} parts"
    problems = list(library.problems)
    if not problems:
        return Check(id="catalog", title="Catalog", state="ok", says=says)
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    return Check(
        id="catalog",
        title="Catalog",
        state="warning",
        says=f"{says}; own parts left out: {problems[0]}{more}",
        mend=f"correct the file in {own_parts_folder()}, see `stackwright catalog check`",
    )


def _rules() -> Check:
    folder = rules_folder()
    # Read and never run: that is for the process of plug-ins, once they are switched on.
    found = found_plugins()
    if not found:
        where = folder if folder.exists() else f"{folder} is not made yet"
        return Check(id="rules", title="Own rules", state="ok", says=f"none; {where}")
    unread = [f"{Path(one.plugin.place).name} ({one.plugin.problem})" for one in found if one.state == "refused"]
    on, waiting = (sum(one.state in states for one in found) for states in (("on",), ("waiting", "changed")))
    says = f"{len(found)} in {folder} and in packages, {on} on, {waiting} waiting for consent"
    if unread:
        says = f"{says}; cannot be used: {'; '.join(unread)}"
        return Check(id="rules", title="Own rules", state="warning", says=says, mend="correct them or move them away")
    return Check(id="rules", title="Own rules", state="ok", says=says)


def _unsaved() -> Check:
    from designer.store.recovery import read_recoverable

    waiting, problem = read_recoverable()
    if problem:
        return Check(id="unsaved", title="Unsaved work", state="warning", says=problem)
    if not waiting:
        return Check(id="unsaved", title="Unsaved work", state="ok", says="none is left behind")
    names = ", ".join(one.name for one in waiting[:3]) + (f" and {len(waiting) - 3} more" if len(waiting) > 3 else "")
    says = f"edits of a window that ended wait: {names}"
    return Check(id="unsaved", title="Unsaved work", state="note", says=says, mend="start stackwright: it offers them")


def _locks() -> Check:
    from designer.store.exclusive_file import ExclusiveFile
    from designer.store.lock import ProjectLock
    from designer.store.recent import recent_projects

    held: list[str] = []
    freed: list[str] = []
    for project in recent_projects():
        path = ProjectLock(project).path
        if not path.exists():
            continue
        lock = ExclusiveFile(path)
        try:
            if lock.take():
                lock.free()
                freed.append(project.name)
            else:
                held.append(project.name)
        except OSError:
            continue  # a folder that cannot be written has locks of others, which they let go of
    words = [f"open in a window: {', '.join(held)}"] if held else []
    words += [f"left by a window that was killed, and taken away now: {', '.join(freed)}"] if freed else []
    return Check(
        id="locks", title="Locks", state="note" if freed else "ok", says="; ".join(words) or "none is left behind"
    )


def _double_click() -> Check:
    program = shutil.which("xdg-mime")
    answer = ""
    if program:
        asked = [program, "query", "default", "application/vnd.stackwright"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=_PATIENCE_S).stdout.strip()
    if answer == "stackwright.desktop":
        return Check(id="double-click", title="Double click", state="ok", says="opens .stackwright files here")
    opens = f"opens them with {answer}" if answer else "on a .stackwright file opens nothing"
    mend = "install the Debian package, which registers the type of file"
    return Check(id="double-click", title="Double click", state="note", says=opens, mend=mend)


def _print(checks: list[Check]) -> None:
    click.echo(f"Stackwright {__version__}, revision {revision()}")
    width = max(len(one.title) for one in checks)
    for one in checks:
        print_wrapped(f"{one.state:<7}  {one.title:<{width}}  ", one.says)
        if one.mend:
            # Not wrapped: what is to be run has to be copied whole.
            click.echo(f"{'':<7}  {'':<{width}}  → {one.mend}")
    wrong = sum(one.state == "error" for one in checks)
    click.echo("Nothing that is needed is missing." if not wrong else f"{wrong} to mend, marked error.")


COMMANDS: Final = (doctor,)
