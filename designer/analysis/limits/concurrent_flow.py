"""Max concurrent flow: the greatest share of every demand that all get at once, whatever way they take.

A linear program with one flow for each destination and direction of an edge. Before it is solved it is folded:
variables and rows that look alike from everywhere (colour refinement of the program itself) become one. That is
exact, because the mean of a solution over alike variables is a solution again.

Source: Shahrokhi and Matula, "The maximum concurrent flow problem", J. ACM 37(2), 1990; Grohe, Kersting, Mladenov,
Selman, "Dimension reduction via colour refinement", ESA 2014. Solved by HiGHS.
"""

from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from designer.analysis.network.cabling import Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped
from designer.analysis.network.ecmp import shortest_ways
from designer.analysis.network.traffic import Traffic
from designer.analysis.sparse import coo_array, csr_array, vstack
from designer.model.records import Arrays

MOST_VARIABLES: Final = 600_000
"""Beyond this many flows by direction and destination the program is not even written down."""
_MOST_FOLDED: Final = 60_000
_SECONDS: Final = 20.0
_ROUNDS: Final = 200


class Concurrent(Arrays, frozen=True):
    """The optimum.

    Attributes:
        share: Of every demand.
        up: What edges carry from u to v for the whole demand (divided by the share).
        down: The same from v to u.
        variables: Of the program as written.
        folded: Of the program as solved.
    """

    share: float
    up: Floats
    down: Floats
    variables: int
    folded: int


class Asked(Arrays, frozen=True):
    """Demands on a network, one column for each destination; what has no path is left out.

    Attributes:
        to: Merged vertices that receive.
        across: Gb/s from every merged vertex to each of them.
        inside: Gb/s that the members of each of them send each other.
        steps: Hops from every merged vertex, negative where there is no way.
    """

    to: Ints
    across: Floats
    inside: Floats
    steps: NDArray[np.int32]


def asked_of(laid: Traffic, most: int = MOST_VARIABLES) -> Asked | None:
    """The demands of LAID together; None where they have more than MOST flows by direction and destination."""
    network = laid.network
    found = [demand.destinations() for demand in laid.demands]
    to = np.unique(np.concatenate([np.zeros(0, np.int64), *found])).astype(np.int64)
    if to.size * max(2 * network.u.size, network.size) > most:
        return None
    members = network.members[to].astype(np.float64)
    # (merged vertices, destinations) Gb/s across, and (destinations,) among members: all groups of all demands
    # together.
    across, inside = np.zeros((network.size, to.size)), np.zeros(to.size)
    for demand in laid.demands:
        for group in range(demand.groups):
            more, within = demand.towards(to, group, members)
            across, inside = across + more, inside + within
    matrix = network.matrix()
    steps = shortest_ways(network, matrix, to).steps
    # Demand without a path would hold the share of all others at 0; members that no cable leaves have no way either.
    across[steps < 0] = 0.0
    inside[matrix[to].sum(axis=1) == 0] = 0.0
    return Asked(to, across, inside, steps)


def concurrent_flow(
    network: Grouped,
    capacity: tuple[Floats, Floats],
    asked: Asked,
    own: tuple[Floats, Floats] | None = None,
    *,
    fold: bool = True,
    shortest: bool = False,
) -> Concurrent | None:
    """The max concurrent flow of ASKED; None where nothing is asked, or where it is too large or not solved.

    Args:
        network: What it is laid on.
        capacity: Of each edge, up and down, all its cables together.
        asked: The demands.
        own: What edges carry besides, up and down, in proportion to the share.
        fold: Whether alike variables are taken as one.
        shortest: Whether shortest paths alone may be taken.
    """
    if not asked.across.any() and not asked.inside.any():
        return None
    program = _program(network, capacity, asked, own, shortest=shortest)
    variables = program.arc.size
    # Rows and columns of one colour look alike from everywhere: each colour becomes one row and one variable.
    rows, columns = _alike(program) if fold else (np.arange(program.rows), np.arange(program.columns))
    count = int(columns.max()) + 1
    if count > _MOST_FOLDED:
        return None
    _, first = np.unique(rows, return_index=True)
    # (columns, colours): 1 where a variable has the colour, so that the product sums the columns of each colour.
    merge = csr_array((np.ones(columns.size), (np.arange(columns.size), columns)), shape=(columns.size, count))
    matrix = csr_array(program.matrix[first] @ merge)
    # The rows of flow conservation come first in the program and are equations; those of capacity follow.
    equal = first < program.equalities
    goal = np.zeros(count)
    # The share is the last variable, and linprog minimises: −1 makes it as large as possible.
    goal[columns[-1]] = -1.0
    # Read here and not above: it reads a fifth of SciPy, which most designs, judged without the program, never need.
    from scipy.optimize import linprog

    solved = cast(
        "Any",
        linprog(
            goal,
            A_ub=matrix[~equal],
            b_ub=program.limit[first[~equal] - program.equalities],
            A_eq=matrix[equal],
            b_eq=np.zeros(int(equal.sum())),
            method="highs",
            options={"time_limit": _SECONDS},
        ),
    )
    if solved.status != 0 or not solved.x[columns[-1]] > 0:
        return None
    # Every variable gets the value of its colour again: the mean over alike variables solves the program too.
    each = np.asarray(solved.x, dtype=np.float64)[columns]
    share = float(each[-1])
    # Gb/s of each arc for the whole demand: the solution carries a share of it, in units of the program.
    carried = sums(program.arc, each[:-1], 2 * network.u.size) / share * program.asked_unit
    if own is not None:
        carried = carried + np.concatenate(own)
    up, down = carried[: network.u.size], carried[network.u.size :]
    return Concurrent(share * program.unit / program.asked_unit, up, down, variables, count)


class _Program(Arrays, frozen=True):
    """Rows of `matrix`: first `equalities` that are 0, then one for each direction of an edge, at most `limit`.

    Attributes:
        arc: Per flow, the direction that it takes: edges upwards, then edges downwards.
        unit: Gb/s that a capacity of 1 stands for.
        asked_unit: Gb/s that a demand of 1 stands for.
    """

    matrix: csr_array
    equalities: int
    limit: Floats
    arc: Ints
    unit: float
    asked_unit: float

    @property
    def rows(self) -> int:
        """Rows of the matrix."""
        return self.equalities + self.limit.size

    @property
    def columns(self) -> int:
        """Flows, and the share as the last."""
        return self.arc.size + 1


def _program(
    network: Grouped,
    capacity: tuple[Floats, Floats],
    asked: Asked,
    own: tuple[Floats, Floats] | None,
    *,
    shortest: bool = False,
) -> _Program:
    tail, head = np.concatenate([network.u, network.v]), np.concatenate([network.v, network.u])
    limit = np.concatenate(capacity)
    unit, asked_unit = float(limit.max()), float(max(asked.across.max(initial=0.0), asked.inside.max(initial=0.0)))
    across, inside = asked.across / asked_unit, asked.inside / asked_unit
    is_end = np.zeros(across.shape, dtype=np.bool_)
    is_end[asked.to, np.arange(asked.to.size)] = True
    enters = network.forwards[:, None] | is_end
    leaves = np.where(is_end, inside[None, :] > 0, network.forwards[:, None] | (across > 0))
    reached = asked.steps >= 0
    taken = leaves[tail] & enters[head] & reached[tail] & reached[head]
    if shortest:
        # What the members of a destination send each other first goes up to their switches.
        nearer = (asked.steps[head] == asked.steps[tail] - 1) | (is_end[tail] & (inside[None, :] > 0))
        taken &= nearer
    arc, column = np.nonzero(taken)
    ends = asked.to.size
    flows = np.arange(arc.size)
    row_out = tail[arc] * ends + column
    to_end = is_end[head[arc], column]
    row_in = (head[arc] * ends + column)[~to_end]
    asks = np.where(is_end, inside[None, :], across)
    asking = np.flatnonzero(asks.ravel() > 0)
    used, where = np.unique(np.concatenate([row_out, row_in, asking]), return_inverse=True)
    out, into, asked_at = np.split(where, [row_out.size, row_out.size + row_in.size])
    total = arc.size + 1
    conserve = coo_array(
        (
            np.concatenate([np.ones(out.size), -np.ones(into.size), -asks.ravel()[asking]]),
            (
                np.concatenate([out, into, asked_at]),
                np.concatenate([flows, flows[~to_end], np.full(asking.size, arc.size)]),
            ),
        ),
        shape=(used.size, total),
    )
    besides = np.zeros(tail.size) if own is None else np.concatenate(own) / asked_unit
    loaded = np.flatnonzero(besides)
    fill = coo_array(
        (
            np.concatenate([np.ones(arc.size), besides[loaded]]),
            (np.concatenate([arc, loaded]), np.concatenate([flows, np.full(loaded.size, arc.size)])),
        ),
        shape=(tail.size, total),
    )
    matrix = csr_array(vstack([conserve, fill], format="csr"))
    return _Program(matrix, used.size, limit / unit, arc, unit, asked_unit)


def _alike(program: _Program) -> tuple[Ints, Ints]:
    """Colours of the rows and of the columns of PROGRAM after refinement: equal colours, alike from everywhere."""
    chance = np.random.default_rng(0)
    matrix = program.matrix
    values, place = np.unique(np.round(matrix.data, 12), return_inverse=True)
    marks = chance.integers(1, 2**63, size=values.size, dtype=np.uint64) | np.uint64(1)
    hashed = csr_array((marks[place], matrix.indices, matrix.indptr), shape=matrix.shape)
    turned = csr_array(hashed.T)
    _, limits = np.unique(np.round(program.limit, 12), return_inverse=True)
    rows = np.concatenate([np.zeros(program.equalities, np.int64), limits + 1])
    columns = np.zeros(program.columns, dtype=np.int64)
    columns[-1] = 1
    known = (0, 0)
    for _ in range(_ROUNDS):
        rows = _refined(rows, hashed, columns, chance)
        columns = _refined(columns, turned, rows, chance)
        now = (int(rows.max(initial=0)), int(columns.max(initial=0)))
        if now == known:
            return rows, columns
        known = now
    # Not settled: nothing is taken together, which is exact too.
    return np.arange(rows.size), np.arange(columns.size)


def _refined(own: Ints, matrix: csr_array, other: Ints, chance: np.random.Generator) -> Ints:
    """Colours OWN, told apart by the colours OTHER that they meet in MATRIX."""
    # A random 64-bit number for each colour. Sums wrap around; two different multisets agree by chance once in 2⁶⁴.
    mark = chance.integers(0, 2**63, size=int(other.max(initial=0)) + 1, dtype=np.uint64)
    mine = chance.integers(0, 2**63, size=int(own.max(initial=0)) + 1, dtype=np.uint64)
    # By row, the sum of the marks that it meets times its entries, then told apart by its own colour too.
    seen = np.asarray(matrix @ mark[other], dtype=np.uint64)
    _, colour = np.unique(seen + mine[own], return_inverse=True)
    return np.asarray(colour, dtype=np.int64)
