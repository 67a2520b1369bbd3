"""Candidate splits of a run: what its row states stands, what it leaves open is searched."""

from itertools import product
from typing import Final

import numpy as np
from msgspec import Struct

from designer.formulas.training_step.runs import Run, Splits

POWERS: Final = tuple(2**power for power in range(8))
STAGES: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 32, 48, 64)
VIRTUAL: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12)
CONTEXT: Final = (1, 2, 4, 8, 16)
MICRO: Final = (1, 2, 4, 8)


class Stated(Struct, frozen=True):
    """What a row states of its split; 0 and None for what it leaves open.

    Attributes:
        micro: Sequences of a micro-batch.
        tensor: Tensor-parallel ranks.
        pipeline: Stages.
        virtual: Virtual stages of a rank.
        context: Context-parallel ranks.
        expert: Expert-parallel ranks.
        sharded: Whether weights are sharded.
        recompute: Index in `runs.RECOMPUTE`.
    """

    micro: int
    tensor: int
    pipeline: int
    virtual: int
    context: int
    expert: int
    sharded: bool | None
    recompute: int | None

    @property
    def whole(self) -> bool:
        """Whether nothing is left open."""
        counts = (self.micro, self.tensor, self.pipeline, self.virtual, self.context, self.expert)
        return all(counts) and self.sharded is not None and self.recompute is not None


def candidates(run: Run, stated: Stated, index: int) -> Splits:
    """Return the splits of RUN that STATED allows, for the run number INDEX; none if no count of ranks can be.

    A stated figure is never questioned: that run was made.
    """
    shape = run.shape
    tensors = _open(stated.tensor, [t for t in POWERS if t <= run.domain and shape.heads % t == 0])
    stages = _open(stated.pipeline, [p for p in STAGES if p <= shape.layers])
    virtuals = _open(stated.virtual, list(VIRTUAL))
    contexts = _open(stated.context, [c for c in CONTEXT if run.tokens / c >= 2048 or c == 1])
    experts = _open(stated.expert, [e for e in POWERS if shape.experts % e == 0] if shape.experts else [1])
    micros = _open(stated.micro, list(MICRO))
    sharded = [stated.sharded] if stated.sharded is not None else [False, True]
    recompute = [stated.recompute] if stated.recompute is not None else [0, 1, 2]
    found = [
        (b, t, p, v, c, e, z, r)
        for t, p, c in product(tensors, stages, contexts)
        if t * p * c <= run.accelerators
        for v in virtuals
        if stated.virtual or v == 1 or (p > 1 and p * v <= shape.layers)
        for e in experts
        if stated.expert or e <= max(run.accelerators // p, 1)
        for b in micros
        if stated.micro or b * (run.accelerators // (t * p * c)) <= run.sequences or b == MICRO[0]
        for z, r in product(sharded, recompute)
    ]
    columns = np.array(found, np.float64).reshape(-1, 8).T
    return Splits(
        run=np.full(columns.shape[1], index, np.intp),
        micro=columns[0],
        tensor=columns[1],
        pipeline=columns[2],
        virtual=columns[3],
        context=columns[4],
        expert=columns[5],
        sharded=columns[6] > 0,
        recompute=columns[7].astype(np.intp),
    )


def _open(stated: int, choices: list[int]) -> list[int]:
    """Return the STATED figure alone, or CHOICES where it is 0."""
    return [stated] if stated else choices
