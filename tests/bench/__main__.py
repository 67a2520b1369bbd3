"""Run benches by name (all without one) and print what each takes, beside its baseline and its promise.

Exits 1 when a promise is broken. A bench is a module here with `rows() -> Iterable[Row]`; one that has a picture too
has `picture(path)`, which draws what the rows found. `--out FOLDER` keeps the pictures as NAME.svg.
"""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    known = sorted(
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name not in {"__main__", "canvas_hands", "timing", "growth"}
    )
    names = list(names)
    out: Path | None = None
    if "--out" in names:
        place = names.index("--out")
        if place + 1 == len(names):
            print("--out takes a folder for the pictures.", file=sys.stderr)
            return 2
        out = Path(names[place + 1])
        out.mkdir(parents=True, exist_ok=True)
        del names[place : place + 2]
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no bench {', '.join(sorted(unknown))}; choose from {', '.join(known)}.", file=sys.stderr)
        return 2
    print(f"{'bench':10} {'task':52} {'ours':>10} {'baseline':>12} {'ratio':>8}  promise")
    kept = True
    for name in names or known:
        bench = importlib.import_module(f"tests.bench.{name}")
        for row in bench.rows():
            kept &= row.kept
            print(f"{name:10} {row.text()}", flush=True)
        if out is not None and hasattr(bench, "picture"):
            bench.picture(out / f"{name}.svg")
            print(f"{name:10} drawn in {out / f'{name}.svg'}", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
