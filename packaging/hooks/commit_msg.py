"""Refuse a message of a commit whose subject is too long or that names a registry or a folder of one machine.

git calls it through `commit-msg` with the file of the message. Only the standard library.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from forbidden_text import FORBIDDEN

SUBJECT = 72
SCISSORS = "# ------------------------ >8 ------------------------"
"""git puts the difference below this line when it is asked to show it; it is no part of the message."""


def problems(message: str) -> list[str]:
    """Return what is wrong with MESSAGE and how to mend it, a line each."""
    lines = message.split(SCISSORS)[0].splitlines()
    said = [line.rstrip() for line in lines if not line.startswith("#") and line.strip()]
    found: list[str] = []
    if said and len(said[0]) > SUBJECT:
        found.append(
            f"The subject has {len(said[0])} characters, at most {SUBJECT} are shown whole: "
            "say what changed in fewer words, and why in the body, after an empty line."
        )
    for number, line in enumerate(lines, 1):
        if match := FORBIDDEN.search(line):
            found.append(
                f"Line {number} names {match.group()}, the host of a package registry or a folder of one machine: "
                "leave it out, it means nothing to others."
            )
    return found


def main(arguments: list[str]) -> int:
    """Judge the message in the file that ARGUMENTS name; 1 when it is refused."""
    if len(arguments) != 1:
        print("commit_msg.py takes one argument, the file of the message.", file=sys.stderr)
        return 2
    found = problems(Path(arguments[0]).read_text("utf-8", errors="replace"))
    for line in found:
        print(f"commit-msg: {line}", file=sys.stderr)
    if found:
        print("commit-msg: nothing was committed. The text is kept in .git/COMMIT_EDITMSG.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
