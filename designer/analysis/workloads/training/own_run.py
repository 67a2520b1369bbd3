"""A measured step of one's own, set beside what is computed of that run, corrects the steps of the job."""

from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.workloads.training.job import Job
from designer.analysis.workloads.training.question import Question
from designer.formulas.calibration import CALIBRATED, calibrated_training
from designer.formulas.workloads.training_step.choose import Candidate, choose
from designer.formulas.workloads.training_step.search import Stated
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import FACTS
from designer.model.wording import noun

STEP: Final = "measured_step_s"
NEEDED: Final = ("measured_accelerators", "measured_global_batch")
"""Without these the run is not told, and a job that is drawn larger later would be set beside the wrong one."""


class OwnRun(NamedTuple):
    """Correction of the steps of a job by a run of one's own.

    Attributes:
        ratio: Measured ÷ computed of the run.
        low: Low end over the corrected step.
        high: High end.
        words: That in a sentence.
    """

    ratio: float
    low: float
    high: float
    words: str

    def error(self, job: Job) -> Figure:
        """Return the measured time over the formula's, as the run has it."""
        return leaf(
            "measured time over this formula's, calibrated by your run",
            self.ratio,
            low=self.ratio * self.low,
            high=self.ratio * self.high,
            status="user",
            subject=job.node.id,
            note=self.words,
        )


def own_run(job: Job, question: Question, taken: Candidate) -> OwnRun | str:
    """Return what the run that is stated on JOB makes of TAKEN, or why it does nothing, "" where none is stated.

    Source: `formulas.calibration`. The run has the split that the job would take on its accelerators; another split
    takes the same ratio, and all that is left open between splits.
    """
    facts = job.node.facts
    measured = facts.get(STEP)
    if not measured:
        return ""
    missing = [FACTS[name].title.lower() for name in NEEDED if not facts.get(name)]
    if missing:
        return f"The measured step is not used: say {' and '.join(missing)}."
    number, batch = (float(round(facts[name])) for name in NEEDED)
    # What is computed for that very run, with the split that is stated or the best one for it.
    run = replace(question.run, accelerators=number, sequences=batch)
    best = choose(run, replace(question.stated, data=0), free=False).best
    if best is None:
        return f"The measured step is not used: no split is possible on {number:,.0f} {noun(number, 'accelerator')}."
    try:
        found = calibrated_training(measured, best.seconds)
    except ValueError as problem:
        return f"The measured step is not used. {problem}"
    # For another split than the measured one the correction holds less surely, as measured pairs show.
    if _kept(best.split) == _kept(taken.split):
        (low, high), pairs, beside = found.spreads["step"], found.pairs, found.beside
    else:
        other = CALIBRATED["step, another split"]
        (low, high), pairs, beside = (other.low, other.high), other.pairs, "another split"
    words = (
        f"your step of {measured:,.4g} s on {number:,.0f} {noun(number, 'accelerator')} is {found.ratio:.2f} times "
        f"what is computed for it; × {low:.2f} to {high:.2f} is left open, as between {pairs:,} pairs of measured "
        f"runs of {beside}"
    )
    return OwnRun(found.ratio, low, high, words)


def _kept(split: Stated) -> Stated:
    """Return SPLIT without its copies: those that run beside each other do not make another split."""
    return replace(split, data=0)
