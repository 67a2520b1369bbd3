"""Even traffic on fabrics whose machines hang on one switch each: laid between switches alone, alike switches once.

What a machine sends goes over its only cables whatever the rest does, so that shortest ways are looked for between
switches, which are fewer and nearer. Switches that are joined to the very same others, as those of a group of a
dragonfly that have no global cable, can take each other's place: one of them stands for all. Both are exact.
"""

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped
from designer.analysis.routing.symmetry import Orbits
from designer.analysis.sparse import csr_array, eye_array
from designer.model.records import Arrays


class Hanging(Arrays, frozen=True):
    """A network without what hangs on single switches.

    Attributes:
        core: The network that is left.
        hangs: Per merged vertex of the whole, whether it hangs on one switch.
        holder: Per merged vertex of the whole, its place in the core, or that of what it hangs on.
        edges: Edges of the whole that the core has, in the order of the core.
        access: Per merged vertex that hangs, its edge in the whole; -1 elsewhere.
    """

    core: Grouped
    hangs: Flags
    holder: Ints
    edges: Ints
    access: Ints


def without_hanging(network: Grouped, active: Flags) -> Hanging | None:
    """NETWORK without what hangs on one switch; None where some that send or receive (ACTIVE) hang on more."""
    size = network.size
    # (merged vertices,): edges at each; one edge alone and no forwarding means that it hangs on a single switch.
    degree = np.bincount(network.u, minlength=size) + np.bincount(network.v, minlength=size)
    hangs = (degree == 1) & ~network.forwards
    u_hangs, v_hangs = hangs[network.u], hangs[network.v]
    if (u_hangs & v_hangs).any() or (active & ~network.forwards & ~hangs).any():
        return None
    # The rest is the core, numbered anew.
    kept = np.flatnonzero(~hangs)
    place = np.full(size, -1, dtype=np.int64)
    place[kept] = np.arange(kept.size)
    # What each hangs on, as a vertex of the core, and the edge by which it hangs.
    holder, access = place.copy(), np.full(size, -1, dtype=np.int64)
    for one, other, here in ((network.u, network.v, u_hangs), (network.v, network.u, v_hangs)):
        holder[one[here]] = place[other[here]]
        access[one[here]] = np.flatnonzero(here)
    edges = np.flatnonzero(~u_hangs & ~v_hangs)
    core = Grouped(
        at=np.zeros(0, np.int64),
        members=network.members[kept],
        forwards=network.forwards[kept],
        u=place[network.u[edges]],
        v=place[network.v[edges]],
        cables=network.cables[edges],
        edge=np.zeros(0, np.int64),
    )
    return Hanging(core, hangs, holder, edges, access)


def gathered(hanging: Hanging, values: Floats) -> Floats:
    """VALUES of the whole network, one row each, added up at the vertices of the core that hold them."""
    here = hanging.holder >= 0
    return np.stack([sums(hanging.holder[here], row[here], hanging.core.size) for row in values])


def twins_of(core: Grouped, weights: Floats) -> Orbits | None:
    """Vertices of CORE with the same WEIGHTS that are joined alike to the same others; None where there are none.

    Two are twins when their rows of the matrix of cables are the same, each counted as joined to itself or none.
    """
    matrix = core.matrix()
    marks = np.random.default_rng(0).integers(1, 2**53, size=core.size).astype(np.float64)
    kind = np.zeros(core.size, dtype=np.int64)
    for row in (*weights, core.members.astype(np.float64), core.forwards.astype(np.float64)):
        kind = np.unique(np.stack([kind, np.unique(row, return_inverse=True)[1].ravel()]), axis=1, return_inverse=True)[
            1
        ].ravel()
    for closed in (True, False):
        rows = csr_array(matrix + eye_array(core.size)) if closed else matrix
        rows.sum_duplicates()
        signs = np.stack([kind.astype(np.float64), rows @ marks, rows @ (marks % 8191)])
        label = np.unique(signs, axis=1, return_inverse=True)[1].ravel()
        first = np.unique(label, return_index=True)[1][label]
        if first.size == np.unique(first).size:
            continue
        # What the signs say is held against the rows themselves.
        if abs(rows - rows[first]).sum() > 0:
            continue
        return Orbits(first, _arcs(core, first))
    return None


def _arcs(core: Grouped, first: Ints) -> Ints:
    """Per edge upwards and then downwards, a number for the twins that it leads from and to."""
    start = np.concatenate([first[core.u], first[core.v]])
    end = np.concatenate([first[core.v], first[core.u]])
    return np.unique(start * core.size + end, return_inverse=True)[1].ravel()
