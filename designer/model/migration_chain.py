"""Bring what an older version wrote up to date, one numbered step after the other.

A chain is a table {1: step, 2: step, ...}: step n takes what version n wrote and returns what version n + 1 would have
written. The newest version is therefore one more than the number of steps, and is written down nowhere else. The
project file and the text form have a chain each, since their contents have different shapes.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from designer.model.records import RefusedInput

FIRST_VERSION: Final = 1
_Content = TypeVar("_Content")


class FailedMigration(RefusedInput):
    """A step failed: what was written is whole, but this program cannot bring it up to date."""


def newest_version(chain: Mapping[int, Callable[[_Content], _Content]]) -> int:
    """Return the version that CHAIN leads to; the first version when it has no steps.

    Raises:
        ValueError: a number is missing, or the first is not 1.
    """
    wanted = list(range(FIRST_VERSION, FIRST_VERSION + len(chain)))
    if sorted(chain) != wanted:
        raise ValueError(f"The steps of a format must be numbered {wanted} without a gap, not {sorted(chain)}.")
    return FIRST_VERSION + len(chain)


def brought_up(content: _Content, version: int, chain: Mapping[int, Callable[[_Content], _Content]]) -> _Content:
    """Return CONTENT of VERSION as the newest version of CHAIN would have written it.

    Args:
        content: What VERSION wrote; steps return a new one.
        version: From the first version to the newest.
        chain: The steps.

    Raises:
        FailedMigration: a step failed; the message has its two versions and is a clause without a subject.
        ValueError: the chain has a gap.
    """
    for step in range(version, newest_version(chain)):
        try:
            content = chain[step](content)
        except Exception as problem:  # whatever goes wrong in a step, the person is told which one it was
            words = " ".join(f"{type(problem).__name__}: {problem}".split())
            raise FailedMigration(
                f"could not be brought from version {step} to version {step + 1} ({words})"
            ) from problem
    return content
