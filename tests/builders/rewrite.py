"""Write the EXPECTED of a test file anew: what its `outcome` gives for each of its CASES.

python -m tests.builders.rewrite tests/analysis/power/test_worked_out.py ...

Read the difference before it is kept: each changed figure has to be right, by the sums that stand beside the cases.
"""

import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_BLOCK: Final = re.compile(r'^EXPECTED = """\n.*?^"""$', re.MULTILINE | re.DOTALL)


def main(paths: Sequence[str]) -> None:
    """Rewrite each of PATHS."""
    for path in map(Path, paths):
        module = importlib.import_module(".".join(path.with_suffix("").parts))
        parts = ["\n".join([f"## {name}", *module.outcome(name), ""]) for name in module.CASES]
        block = 'EXPECTED = """\n' + "".join(parts).replace("\\", "\\\\") + '"""'
        path.write_text(_BLOCK.sub(lambda _, block=block: block, path.read_text("utf-8"), count=1), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
