"""Open the designer; on a machine without a display, do its main job and say where the results are.

    python3 packaging/run.py [PROJECT or any arguments of the stackwright command]
    python3 packaging/run.py --headless [PROJECT]

The first run sets up .venv in this folder. Needs Python 3.11 or newer and nothing else.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Stackwright needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import os
import shlex
import subprocess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_steps

SAMPLE = "ai-stack"
ENDED_ON_PURPOSE = (1, 2, 9, 15)
"""Signals by which a person or the system ends a program: hang up, interrupt, kill, terminate."""


def main(arguments: list[str]) -> int:
    """Set up, then open the window or work headless; the exit code of what ran."""
    rest = [argument for argument in arguments if argument != "--headless"]
    project = Path(rest[0]) if len(rest) == 1 and Path(rest[0]).is_file() else None
    # Beside a command it is an option of that: `run.py doctor --headless`.
    headless = "--headless" in arguments and (project is not None or not rest)
    arguments = rest if headless else arguments
    opens_window = not headless and has_display() and (project is not None or not arguments)
    python = setup_steps.set_up(
        setup_steps.ROOT,
        extras=("all",),
        libraries=setup_steps.OFFSCREEN_LIBRARIES + (setup_steps.WINDOW_LIBRARIES if opens_window else ()),
    )
    try:
        if headless or (not has_display() and (project is not None or not arguments)):
            return work_headless(python, project)
        # The folder stays the caller's, so that paths among the arguments mean what they say.
        code = subprocess.call([str(python), "-m", "designer", *arguments])
        if code and opens_window and -code not in ENDED_ON_PURPOSE:
            print(f"\nThe window did not open, or ended badly (exit code {code}). What is missing here:", flush=True)
            subprocess.call([str(python), "-m", "designer", "doctor"])
        return code
    except KeyboardInterrupt:
        return 130


def has_display() -> bool:
    """Whether a window can open; only Linux and its kin are asked."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def work_headless(python: Path, project: Path | None) -> int:
    """Analyse PROJECT, else the sample of the whole stack, and write its bill, drawing and report to out/."""
    folder = setup_steps.ROOT / "out"
    folder.mkdir(exist_ok=True)
    name = project.stem if project else SAMPLE
    design = project or folder / f"{SAMPLE}.stackwright"
    steps: list[tuple[str, ...]] = []
    if not design.exists():
        steps.append(("new", str(design), "--template", SAMPLE))
    steps.append(("analyze", str(design)))
    outputs = {
        "bill of materials": (folder / f"{name}-bom.csv", folder / f"{name}-bom.xlsx"),
        "drawing": (folder / f"{name}.svg", folder / f"{name}.png"),
        "report": (folder / f"{name}-report.pdf",),
    }
    steps += [("bom", str(design), "-o", str(path)) for path in outputs["bill of materials"]]
    steps += [("export", str(design), "-o", str(path)) for path in outputs["drawing"]]
    steps += [("export", str(design), "-o", str(path), "--view", "report") for path in outputs["report"]]

    print("No window: working on the design from the command line.", flush=True)
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    for step in steps:
        print(f"\n$ stackwright {shlex.join(step)}", flush=True)
        code = subprocess.call([str(python), "-m", "designer", *step], env=environment)
        if code:
            print(f"\nStopped: that command ended with exit code {code}.", file=sys.stderr)
            return code
    print(f"\n{'design':<18} {design}")
    for title, paths in outputs.items():
        for path in paths:
            print(f"{title:<18} {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
