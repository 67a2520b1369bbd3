"""Which test files bear dates: they speak of days, zones or languages, or test what reads the calendar."""

import re
from typing import Final

from tests.changes.imports import ROOT, graph, is_test_file, path_of

CLOCK: Final = "designer.clock"
_WORDS: Final = re.compile(r"STACKWRIGHT_TODAY|\btoday\(|\bclock\.|timezone|tzset|days old|outdated|LC_ALL|[Ll]ocale\b")
_APART: Final = ("tests/ui/", "tests/changes/")
"""Windows show what others read of the calendar: of them, only those that speak of days themselves."""


def dated_files() -> list[str]:
    """Return the test files that bear dates, from the root, in order."""
    known = graph()
    found = {path for path in _all() if _WORDS.search((ROOT / path).read_text("utf-8"))}
    for reader in known.find_modules_that_directly_import(CLOCK):
        near = (path_of(one) for one in known.find_modules_that_directly_import(reader))
        found.update(path for path in near if is_test_file(path) and not path.startswith(_APART))
    return sorted(path for path in found if not path.startswith("tests/changes/"))


def _all() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("test_*.py"))]
