"""Time of a training step of a transformer, by its split, with the range that published runs support."""

from designer.formulas.workloads.training_step.constants import CONSTANTS, VALUES
from designer.formulas.workloads.training_step.rows import INPUTS, answer_rows

__all__ = ["CONSTANTS", "INPUTS", "VALUES", "answer_rows"]
