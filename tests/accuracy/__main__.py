"""Print how far figures are from measured ones and what their ranges hold; 1 where a limit is not kept.

`python -m tests.accuracy [serving] [collectives] [training]`, all without a name.
"""

import sys
from collections.abc import Callable, Iterable

from tests.accuracy import collectives, serving, training

TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "serving": serving.report,
    "collectives": collectives.report,
    "training": training.report,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        print(f"There is no table {unknown[0]!r}; choose from {', '.join(TABLES)}.", file=sys.stderr)
        return 2
    kept = True
    for name in names or TABLES:
        print(f"== {name}", flush=True)
        for line in TABLES[name]():
            kept &= not line.startswith("BROKEN")
            print(line, flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
