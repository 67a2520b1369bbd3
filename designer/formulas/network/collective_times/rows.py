"""Answers a table of collectives: reads the columns, computes all rows together, says why a row has no answer."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from designer.formulas.network.collective_times.constants import VALUES
from designer.formulas.network.collective_times.times import OPERATIONS, OTHER_LINK, Collectives, collective_times
from designer.formulas.row_answers import Estimate, read_number

INPUTS: Final = (
    "source",
    "system",
    "op",
    "ranks_per_domain",
    "domains",
    "payload_bytes",
    "inside_gb_s_one_way",
    "fabric_gb_s_per_accelerator",
)
"""Columns that are read; others, such as measured_us, are not."""

LINK_OF_SYSTEM: Final = (
    (re.compile(r"\b(?:a100|a800|a30)"), 3),
    (re.compile(r"\b(?:h100|h200|h800|h20|gh200)"), 4),
    (re.compile(r"\b(?:b100|b200|b300|gb200|gb300)"), 5),
    (re.compile(r"tpu|trainium|trn\d|gaudi|\bmi\d{3}|\bl40|pcie"), OTHER_LINK),
)
"""Generation of NVLink by what the system's name begins with."""
LARGEST_COUNT: Final = 10_000_000
LARGEST_NUMBER: Final = 1e18


class _Row(Struct, frozen=True):
    """One row as numbers, as in `times.Collectives`."""

    op: int
    ranks: float
    domains: float
    payload: float
    inside: float
    fabric: float
    link: int
    efa: bool


def answer_rows(
    rows: Sequence[Mapping[str, str]], constants: Mapping[str, float] = VALUES
) -> list[Mapping[str, Estimate] | str]:
    """Return the time of each row, `us` with low and high, or one line that says why it cannot be told.

    Args:
        rows: Texts by column, as in `INPUTS`.
        constants: Values by name, as in `constants.CONSTANTS`.
    """
    read = [_read(row) for row in rows]
    good = [row for row in read if isinstance(row, _Row)]
    if not good:
        return [row if isinstance(row, str) else {} for row in read]
    times = collective_times(_columns(good), constants)
    estimates = iter(
        [
            Estimate(value, "µs", low, high)
            for value, low, high in zip(times.total.tolist(), times.low.tolist(), times.high.tolist(), strict=True)
        ]
    )
    return [row if isinstance(row, str) else {"us": next(estimates)} for row in read]


def columns_of(rows: Sequence[Mapping[str, str]]) -> Collectives:
    """Return ROWS, texts by column as in `INPUTS`, as arrays.

    Raises:
        ValueError: one of them cannot be answered; its line says why.
    """
    read = [_read(row) for row in rows]
    wrong = next((row for row in read if isinstance(row, str)), None)
    if wrong is not None:
        raise ValueError(wrong)
    return _columns([row for row in read if isinstance(row, _Row)])


def _columns(rows: Sequence[_Row]) -> Collectives:
    return Collectives(
        op=np.array([row.op for row in rows], np.intp),
        ranks=np.array([row.ranks for row in rows], np.float64),
        domains=np.array([row.domains for row in rows], np.float64),
        payload=np.array([row.payload for row in rows], np.float64),
        inside=np.array([row.inside for row in rows], np.float64),
        fabric=np.array([row.fabric for row in rows], np.float64),
        link=np.array([row.link for row in rows], np.intp),
        efa=np.array([row.efa for row in rows], np.bool_),
    )


def _read(row: Mapping[str, str]) -> _Row | str:
    """Return ROW as numbers, or what is wrong with it."""
    op = (row.get("op") or "").strip().lower().replace("_", "-").replace(" ", "-")
    if op not in OPERATIONS:
        return f"op must be one of {', '.join(OPERATIONS)}, not {op[:40]!r}"
    try:
        ranks = read_number(row, "ranks_per_domain", least=1, most=LARGEST_COUNT, whole=True)
        domains = read_number(row, "domains", least=1, most=LARGEST_COUNT, whole=True, default=1)
        payload = read_number(row, "payload_bytes", least=1, most=LARGEST_NUMBER)
        inside = read_number(row, "inside_gb_s_one_way", least=0, most=LARGEST_NUMBER, default=0)
        fabric = read_number(row, "fabric_gb_s_per_accelerator", least=0, most=LARGEST_NUMBER, default=0)
    except ValueError as error:
        return str(error)
    if ranks * domains < 2:
        return "a collective needs at least two ranks: ranks_per_domain × domains is 1"
    if ranks > 1 and not inside:
        return "inside_gb_s_one_way must be above 0 where a domain has more than one rank"
    if domains > 1 and not fabric:
        return "fabric_gb_s_per_accelerator must be above 0 where there is more than one domain"
    # Clusters of AWS are known by their network's name in the source or system.
    text = f"{row.get('source') or ''} {row.get('system') or ''}".lower()
    return _Row(
        op=OPERATIONS.index(op),
        ranks=ranks,
        domains=domains,
        payload=payload,
        inside=inside,
        fabric=fabric,
        link=link_generation(row.get("system") or "", inside),
        efa="efa" in re.split(r"[^a-z0-9]+", text),
    )


def link_generation(system: str, inside_gb_per_s: float) -> int:
    """Return the generation of NVLink of SYSTEM, by its name, else by the rate; `OTHER_LINK` if it has none.

    Source: NVIDIA data sheets: 300 GB/s one way on A100, 450 on Hopper, 900 on Blackwell.
    """
    for pattern, generation in LINK_OF_SYSTEM:
        if pattern.search(system.lower().replace("_", " ")):
            return generation
    return 3 if inside_gb_per_s <= 300 else 4 if inside_gb_per_s <= 450 else 5
