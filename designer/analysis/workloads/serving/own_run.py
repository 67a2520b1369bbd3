"""A measured rate of one's own, set beside what is computed of that run, corrects rates and times of a token."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.workloads.serving.split import Split
from designer.formulas.calibration import Calibration, calibrated_serving
from designer.formulas.workloads.serving_step.question import Question
from designer.formulas.workloads.serving_step.step import Curves
from designer.model.design import Node
from designer.model.kinds import FACTS
from designer.model.wording import noun

RATE: Final = "measured_tokens_per_s"
NEEDED: Final = (
    "measured_accelerators",
    "measured_at_concurrency",
    "measured_input_tokens",
    "measured_output_tokens",
)
"""Without these the run is not told, and an engine that grows or is asked otherwise would be set beside another one."""
SAME_LENGTH: Final = 0.1
"""Part by which prompts and answers may differ from those of the run and count as the same."""


class OwnRun(NamedTuple):
    """A run of one's own, as far as it was told.

    Attributes:
        measured: Output tokens a second of all replicas.
        computed: The same as the formula has them.
        at_once: Requests at once in a replica.
        same_lengths: Whether prompts and answers are about as long as those that are asked now.
        words: The run and its ratio, in words.
    """

    measured: float
    computed: float
    at_once: float
    same_lengths: bool
    words: str

    def at(self, batch: float) -> Calibration:
        """Return what the run makes of BATCH requests at once in a replica."""
        times = max(batch, 1e-9) / self.at_once
        return calibrated_serving(self.measured, self.computed, times, same_lengths=self.same_lengths)


def own_run(node: Node, question: Question, split: Split, curves: Callable[[Question], Curves]) -> OwnRun | str:
    """Return the run that is stated on NODE beside QUESTION, or why it is not used, "" where none is stated.

    Source: `formulas.calibration`. The run is split as SPLIT; CURVES answers how its times follow from the batch.
    """
    facts = node.facts
    measured = facts.get(RATE)
    if not measured:
        return ""
    missing = [FACTS[name].title.lower() for name in NEEDED if not facts.get(name)]
    if missing:
        return f"The measured rate is not used: say {' and '.join(missing)}."
    number, concurrency, given, written = (facts[name] for name in NEEDED)
    replicas, rest = divmod(round(number), split.accelerators)
    if rest or not replicas:
        return (
            f"The measured rate is not used: {number:,.0f} {noun(number, 'accelerator is', 'accelerators are')} no "
            f"whole number of copies of {split.words}; set how many share a copy."
        )
    each = concurrency / replicas
    run = curves(replace(question, input_tokens=given, output_tokens=written))
    # Who waits for memory adds nothing: a closed loop answers what the batch answers.
    batch = np.minimum(np.array([each]), run.fits)
    token = run.token_s(batch)
    first = np.zeros(1) if question.apart else run.first_s(batch, token)
    computed = replicas * float(batch[0]) * written / float((first + written * token)[0])
    try:
        ratio = calibrated_serving(measured, computed, 1.0).ratio
    except ValueError as problem:
        return f"The measured rate is not used. {problem}"
    pairs = ((given, question.input_tokens), (written, question.output_tokens))
    same = all(abs(one - other) <= SAME_LENGTH * one for one, other in pairs)
    words = (
        f"your {measured:,.4g} tokens a second at {concurrency:,.0f} requests on {number:,.0f} "
        f"{noun(number, 'accelerator')} are {ratio:.2f} times what is computed for them"
    )
    return OwnRun(measured, computed, max(each, 1e-9), same, words)
