"""Print how far figures are from measured ones and what their ranges hold; 1 where a limit is not kept.

`python -m tests.accuracy [serving] [published] [collectives] [training] [calibrated] [goodput] [--trace FILE.csv]
[--servers N]`, all without a name. `published` puts the published form of serving beside the shipped one. --trace
judges another list of faults with the columns server, day and event, of --servers servers; --serving-rows judges rows
of serving that were kept aside, with the columns of the public ones.
`python -m tests.accuracy --pages resources/guide/accuracy` writes the page of the guide and its pictures instead.
"""

import argparse
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tests.accuracy import calibrated, collectives, goodput, serving, serving_published, training
from tests.accuracy.pages.page import write_pages

TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "serving": serving.report,
    "published": serving_published.report,
    "collectives": collectives.report,
    "training": training.report,
    "calibrated": calibrated.report,
    "goodput": goodput.report,
}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.accuracy", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TABLE", help=", ".join(TABLES))
    parser.add_argument("--trace", type=Path, default=goodput.TRACE, help="a list of faults: server, day, event")
    parser.add_argument("--servers", type=int, default=goodput.SERVERS, help="of the cluster of that list")
    parser.add_argument("--serving-rows", type=Path, metavar="FILE.csv", help="rows of serving that were kept aside")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="write the page of the guide, its pictures there")
    asked = parser.parse_args(words)
    if asked.pages is not None:
        for path in write_pages(asked.pages):
            print(path)
        return 0
    names = asked.names
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        print(f"There is no table {unknown[0]!r}; choose from {', '.join(TABLES)}.", file=sys.stderr)
        return 2
    tables = {
        **TABLES,
        "serving": partial(serving.report, asked.serving_rows),
        "goodput": partial(goodput.report, asked.trace, asked.servers),
    }
    kept = True
    for name in names or tables:
        print(f"== {name}", flush=True)
        for line in tables[name]():
            kept &= not line.startswith("BROKEN")
            print(line, flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
