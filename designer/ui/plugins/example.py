"""The example of the guide as a file in the folder of own rules: a beginning that runs."""

import os
from pathlib import Path
from typing import Final

from designer.locations import RESOURCES
from designer.model.records import RefusedInput
from designer.plugins.finding import rules_folder

EXAMPLE: Final = "rack-limit.py"
PAGE: Final = RESOURCES / "guide" / "extending.md"
_FENCE: Final = "```"


def example_text(page: str, name: str = EXAMPLE) -> str:
    """Return the block of Python that follows NAME on PAGE; "" where there is none."""
    _, _, after = page.partition(f"`{name}`")
    return after.partition(f"{_FENCE}python\n")[2].partition(_FENCE)[0]


def write_example() -> Path:
    """Write the example of the guide into the folder of own rules, and return it; it waits for consent as any file.

    Raises:
        RefusedInput: a file of that name is there, or it cannot be written.
    """
    path = rules_folder() / EXAMPLE
    try:
        text = example_text(PAGE.read_text("utf-8"))
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whatever is there may be all there is of a person's work, a link included.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise RefusedInput(f"{path.name} is in the folder already; rename it to have the example again.") from None
    except OSError as problem:
        raise RefusedInput(f"{path} could not be written: {problem.strerror or problem}.") from problem
    return path
