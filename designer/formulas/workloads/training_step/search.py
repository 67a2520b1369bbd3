"""Candidate splits of a run: what is stated stands, what is left open is searched."""

from typing import Final

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from designer.formulas.workloads.training_step.layout import FSDP, lay_out
from designer.formulas.workloads.training_step.memory import memory_bytes
from designer.formulas.workloads.training_step.runs import Floats, Masks, Run, Runs, Splits

POWERS: Final = tuple(2**power for power in range(8))
STAGES: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 32, 48, 64)
VIRTUAL: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12)
CONTEXT: Final = (1, 2, 4, 8, 16)
MICRO: Final = (1, 2, 4, 8)
ENDS: Final = 2
"""Stages in turn that embedding and loss may take. Source: Llama 3 (arXiv 2407.21783), section 3.3.2."""
LEAST_CONTEXT: Final = 2048
"""Tokens of a sequence that a context-parallel rank holds at least."""
OPEN_ZERO: Final = (1, FSDP)
"""A distributed optimizer always, or all of the state: what lies between saves nothing that these do not."""
RECOMPUTED: Final = (0, 1, 2)
"""None, selective, full: each further one is slower and takes less memory."""
WIDEST_TENSOR: Final = 64
"""Tensor-parallel ranks beyond the domain that are tried at most, where nothing else fits."""


class Stated(Struct, frozen=True):
    """Part of a split that is stated; 0 and None for what is left open.

    Attributes:
        micro: Sequences of a micro-batch.
        tensor: Tensor-parallel ranks.
        pipeline: Stages.
        virtual: Virtual stages of a rank.
        context: Context-parallel ranks.
        expert: Expert-parallel ranks.
        zero: ZeRO stage; 3 is FSDP.
        recompute: Index in `runs.RECOMPUTE`.
        data: Data-parallel ranks.
    """

    micro: int = 0
    tensor: int = 0
    pipeline: int = 0
    virtual: int = 0
    context: int = 0
    expert: int = 0
    zero: int | None = None
    recompute: int | None = None
    data: int = 0

    @property
    def whole(self) -> bool:
        """Return True when nothing is left open; data parallelism follows from the rest."""
        counts = (self.micro, self.tensor, self.pipeline, self.virtual, self.context, self.expert)
        return all(counts) and self.zero is not None and self.recompute is not None


def candidates(run: Run, stated: Stated, index: int, *, wide: bool = False) -> Splits:
    """Return the splits of RUN that STATED allows, for the run number INDEX; none if no count of ranks can be.

    A stated figure is never questioned: that run was made. Tensor parallelism stays in the domain unless it is WIDE.
    """
    shape = run.shape
    most = WIDEST_TENSOR if wide else run.domain
    open_tensor = tuple(t for t in POWERS if t <= most and shape.heads % t == 0)
    columns = _Columns()
    columns.add("tensor", (stated.tensor,) if stated.tensor else open_tensor)
    columns.add("pipeline", (stated.pipeline,) if stated.pipeline else tuple(p for p in STAGES if p <= shape.layers))
    contexts = tuple(c for c in CONTEXT if c == 1 or run.tokens / c >= LEAST_CONTEXT)
    columns.add("context", (stated.context,) if stated.context else contexts)
    ranks = columns["tensor"] * columns["pipeline"] * columns["context"]
    columns.keep(ranks * max(stated.data, 1) <= run.accelerators)
    columns.add("virtual", (stated.virtual,) if stated.virtual else VIRTUAL)
    if not stated.virtual:
        p, v = columns["pipeline"], columns["virtual"]
        # Embedding and loss may stand on a stage of their own: 126 layers on 16 stages of eight in turn.
        columns.keep((v == 1) | ((p > 1) & (p * v <= shape.layers + ENDS)))
    columns.add("micro", (stated.micro,) if stated.micro else MICRO)
    ranks = columns["tensor"] * columns["pipeline"] * columns["context"]
    room = np.maximum(np.floor(run.accelerators / ranks), 1.0)
    if not stated.micro:
        columns.keep((columns["micro"] * room <= run.sequences) | (columns["micro"] == MICRO[0]))
    if shape.experts:
        open_expert = tuple(e for e in POWERS if e == 1 or shape.experts % e == 0)
        columns.add("expert", (stated.expert,) if stated.expert else open_expert)
        if not stated.expert:
            columns.keep(columns["expert"] <= np.maximum(np.floor(run.accelerators / columns["pipeline"]), 1.0))
    else:
        columns.add("expert", (max(stated.expert, 1),))
    columns.add("zero", OPEN_ZERO if stated.zero is None else (stated.zero,))
    columns.add("recompute", RECOMPUTED if stated.recompute is None else (stated.recompute,))
    found = columns["zero"].size
    return Splits(
        run=np.full(found, index, np.intp),
        micro=columns["micro"],
        tensor=columns["tensor"],
        pipeline=columns["pipeline"],
        virtual=columns["virtual"],
        context=columns["context"],
        expert=columns["expert"],
        zero=columns["zero"].astype(np.intp),
        recompute=columns["recompute"].astype(np.intp),
        data=np.full(found, float(stated.data)),
    )


def least_recomputed(runs: Runs, splits: Splits, *, opened: bool) -> tuple[Runs, Splits, Floats]:
    """Return the candidates worth computing with their memory over what there is (R,).

    Where recomputation is OPENED, of candidates that are otherwise alike only the one that computes least again among
    those that fit is left, as each further one takes longer; where none fits, the one of least memory.
    """
    over = memory_bytes(runs, splits, lay_out(runs, splits)) / runs.memory
    ways = len(RECOMPUTED)
    if not opened or splits.run.size % ways:
        return runs, splits, over
    # (candidates, ways): ways of recomputing stand beside each other, least first; the first that fits is the fastest.
    by_way = over.reshape(-1, ways)
    fits = by_way <= 1
    chosen = np.where(fits.any(axis=1), np.argmax(fits, axis=1), np.argmin(by_way, axis=1))
    rows = np.arange(by_way.shape[0]) * ways + chosen
    return runs.take(rows), splits.take(rows), over[rows]


class _Columns:
    """Columns of candidates that grow by one choice after the other."""

    def __init__(self) -> None:
        self._columns: dict[str, NDArray[np.float64]] = {}

    def __getitem__(self, name: str) -> Floats:
        return self._columns[name]

    def add(self, name: str, choices: tuple[float, ...]) -> None:
        """Have each candidate with each of CHOICES of NAME, those of one candidate beside each other."""
        size = next(iter(self._columns.values())).size if self._columns else 1
        # Each candidate once for each choice: the others repeated, the choices in turn.
        self._columns = {key: np.repeat(column, len(choices)) for key, column in self._columns.items()}
        self._columns[name] = np.tile(np.array(choices, np.float64), size)

    def keep(self, which: Masks) -> None:
        """Leave out the candidates that are not in WHICH."""
        self._columns = {key: column[which] for key, column in self._columns.items()}


def with_stated(stated: Stated, splits: Splits, at: int) -> Stated:
    """Return STATED with all that candidate AT of SPLITS says of it."""
    return structs.replace(
        stated,
        micro=int(splits.micro[at]),
        tensor=int(splits.tensor[at]),
        pipeline=int(splits.pipeline[at]),
        virtual=int(splits.virtual[at]),
        context=int(splits.context[at]),
        expert=int(splits.expert[at]),
        zero=int(splits.zero[at]),
        recompute=int(splits.recompute[at]),
        data=int(splits.data[at]),
    )
