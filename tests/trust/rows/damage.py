"""Promise 6: a damaged project file is reported, and never shown as good data."""

import random
import time
from pathlib import Path

from designer.model.design import Design, Link, Node, Settings
from designer.model.records import RefusedInput
from designer.store.project import read_project, write_project
from tests.trust.registry import Measured, Run, row

PAGE = 4096


def _whole(path: Path) -> tuple[Design, bytes]:
    """Save a design of many pages with earlier versions to PATH; return it and the bytes."""
    for number in range(3):
        nodes = {f"n{place}": Node(id=f"n{place}", kind="server", copies=place + number + 1) for place in range(400)}
        links = {
            f"l{place}": Link(id=f"l{place}", a=f"n{place}", b=f"n{place + 1}", medium="fabric") for place in range(300)
        }
        design = Design(settings=Settings(name=f"Hall {number}"), nodes=nodes, links=links)
        write_project(path, design)
    return design, path.read_bytes()


def _damaged(chance: random.Random, body: bytes) -> bytes:
    found = bytearray(body)
    how = chance.randrange(4)
    if how == 0:
        for _ in range(chance.randint(1, 8)):
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    elif how == 1:
        page = chance.randrange(len(found) // PAGE) * PAGE
        found[page : page + PAGE] = bytes(PAGE)
    elif how == 2:
        del found[chance.randrange(len(found)) :]
    else:
        one, other = (chance.randrange(len(found) // PAGE) * PAGE for _ in range(2))
        found[one : one + PAGE] = found[other : other + PAGE]
    return bytes(found)


@row(6, "project files with flipped bits, lost and swapped pages, truncation", quick=60, whole=10_000)
def damaged_projects(run: Run) -> Measured:
    design, body = _whole(run.folder / "whole.stackwright")
    path = run.folder / "p.stackwright"
    told = whole = silent = crashed = 0
    slowest = 0.0
    for number in range(run.size):
        path.write_bytes(_damaged(random.Random(number), body))
        begun = time.process_time()
        try:
            opened = read_project(path)
            if opened.design == design:
                whole += 1
            else:
                silent += 1
        except RefusedInput as problem:
            told += "\n" not in str(problem)
        except Exception:
            crashed += 1
        slowest = max(slowest, time.process_time() - begun)
    words = f"{silent} silent and {crashed} crashes of {run.size}: {told} told, {whole} whole; slowest {slowest:.2f} s"
    return Measured(silent == crashed == 0 and told + whole == run.size and told > 0 and slowest < 5, words)
