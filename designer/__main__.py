"""Starts Stackwright: the window for no argument or a project, else the command line."""

import gc
import os
import sys
from pathlib import Path

PROJECT_SUFFIXES = frozenset({".stackwright", ".json", ".yaml", ".yml"})


def main() -> None:
    """Open the window or run a command, and leave with its exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing  # takes a moment to load, and only what is frozen asks itself whether it is a worker

        from designer.installation.frozen_program import give_back_library_path, read_from_running_program

        read_from_running_program()
        give_back_library_path()
        multiprocessing.freeze_support()
    # Nothing here multiplies large dense matrices: threads for that would be started, and wait, in each process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # The Finder may pass the number of the process that it starts.
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-psn_")]
    if arguments == ["--probe-window"]:
        from designer.ui.installation.window_probe import probe_window

        sys.exit(probe_window())
    in_new_window = arguments[:1] == ["--new-window"]
    if in_new_window:
        arguments = arguments[1:]
    # A shell that completes words asks by a variable, without arguments.
    completing = "_STACKWRIGHT_COMPLETE" in os.environ
    if not completing and (not arguments or _is_project(arguments)):
        if arguments and not in_new_window:
            from designer.store.running_windows import open_in_running  # before Qt: most of the start is loading that

            if open_in_running(Path(arguments[0])):
                sys.exit(0)
        # Qt is imported only when a window opens, so that commands start fast and run without a display.
        from designer.installation.start import failure_words, import_problems, start_problems, tell_failure

        if problems := start_problems():
            # Qt would end the process, and say less.
            tell_failure(failure_words(problems))
            sys.exit(1)
        gc.disable()  # the hundreds of modules that are loaded now hold no garbage
        from designer.ui.app.unread_sources import leave_sources_unread

        try:
            leave_sources_unread()
            from designer.ui.app.studio import open_window
        except ImportError as problem:
            tell_failure(import_problems(problem))
            sys.exit(1)
        gc.enable()
        sys.exit(open_window(Path(arguments[0]) if arguments else None))
    # A command lives for a second or two and makes little garbage: it is searched for seldom.
    gc.set_threshold(100_000, 20, 20)
    from designer.cli.main import run

    code = run(arguments)
    # The process ends: nobody needs the memory back, and a last search for garbage would look through all of it.
    gc.freeze()
    sys.exit(code)


def _is_project(arguments: list[str]) -> bool:
    return len(arguments) == 1 and Path(arguments[0]).suffix.lower() in PROJECT_SUFFIXES


if __name__ == "__main__":
    main()
