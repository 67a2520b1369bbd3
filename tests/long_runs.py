"""How large a run is: a few examples in the default run, the whole number with `-m long`.

A test whose whole size is too slow for every run says both sizes at one place and carries the marker `scaled`:

    @pytest.mark.scaled
    @pytest.mark.parametrize("seed", range(runs(3, 40)))
    def test_random_hands(seed): ...

    @settings(max_examples=runs(40, 300))
    @given(parts())
    def test_any_part_is_read_back(part): ...

Tests of Hypothesis are scaled by themselves. A test that runs at its whole size only carries `long` and is left out
of the default run.
"""

from typing import Final, TypeVar

from hypothesis import HealthCheck, settings

QUICK_EXAMPLES: Final = 20
"""Examples of a test of Hypothesis that names no number of its own, in the default run."""
WHOLE_EXAMPLES: Final = 100

SAME_FIXTURES: Final = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
"""Checks to suppress where all examples of a test share its fixtures; the profile leaves out the first for all."""

Size = TypeVar("Size")

_asked = False


def runs(quick: Size, whole: Size) -> Size:
    """Return WHOLE when the run was started with `-m long`, otherwise QUICK."""
    return whole if _asked else quick


def is_long(expression: str) -> bool:
    """Return whether EXPRESSION, the value of pytest's option -m, asks for the long runs."""
    return "long" in expression.replace("not long", "")


def start(expression: str) -> None:
    """Choose the size of this run from EXPRESSION, the value of pytest's option -m, before a test file is read."""
    global _asked
    _asked = is_long(expression)
    # How long an example takes says how busy the machine is, nothing about the code: speed has its bench.
    # The default run tries the same examples each time, so that it says something of a change; new ones are for `long`.
    slow = [HealthCheck.too_slow]
    settings.register_profile(
        "quick", max_examples=QUICK_EXAMPLES, deadline=None, derandomize=True, suppress_health_check=slow
    )
    settings.register_profile("long", max_examples=WHOLE_EXAMPLES, deadline=None, suppress_health_check=slow)
    settings.load_profile(runs("quick", "long"))
