"""Prompts that a person picks in an assistant: each names the tools that answer it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.model.records import RefusedInput


class Prompt(NamedTuple):
    """One prompt.

    Attributes:
        name: As it is asked for.
        title: For people.
        description: What comes of it.
        takes: Its arguments with what they are.
        words: What the assistant is told; names in braces are arguments.
    """

    name: str
    title: str
    description: str
    takes: Mapping[str, str]
    words: str


_DESIGN: Final = {"design": "File of the design, such as pod.stackwright"}
_NEVER: Final = (
    " Propose edits, show me preview_proposal with its figures before and after, and write nothing until I say so: "
    "then call commit_proposal, or offer_proposal where the design is open in a window."
)
PROMPTS: Final[Mapping[str, Prompt]] = {
    prompt.name: prompt
    for prompt in (
        Prompt(
            "review_design",
            "Review a design",
            "What it is, what it costs, what is wrong with it and what to do first.",
            _DESIGN,
            "Review the design {design}: open_design, then findings with severity error and warning, "
            "single_points_of_failure and headline_figures. Say in plain words what it is, its three weakest points "
            "and what you would do first. Say of each figure how sure it is: ranges, and what is missing.",
        ),
        Prompt(
            "size_a_pod",
            "Size a new pod",
            "A new design for so many accelerators, with power and price.",
            {"accelerators": "How many accelerators", "file": "File to write, such as pod.stackwright"},
            "I need a pod of {accelerators} accelerators in {file}. Choose a template by list_templates, make it with "
            "new_design, check findings and headline_figures, and tell me accelerators, power and price." + _NEVER,
        ),
        Prompt(
            "what_if",
            "What if it fails?",
            "What is lost when something fails, and how to survive it.",
            {**_DESIGN, "what": "What fails: an id such as leaf[0], or words"},
            "In the design {design}, what happens when {what} fails? Find its id with find_records, ask "
            "what_if_failure, and propose add_redundancy where something would be lost." + _NEVER,
        ),
        Prompt(
            "explain_figure",
            "Explain a figure",
            "Where a figure comes from, down to facts with source and date.",
            {**_DESIGN, "figure": "Key of the figure, such as facility, buy or power.pue"},
            "Explain the figure {figure} of the design {design} with why: the formula, the terms that weigh most, "
            "which facts are estimates, and what is unknown.",
        ),
        Prompt(
            "cheaper",
            "Make it cheaper",
            "Ways to spend less, with what each would cost in performance.",
            _DESIGN,
            "How could the design {design} cost less? Look at bill, compare_ways and a small sweep of what could vary, "
            "and say what each way gives up." + _NEVER,
        ),
        Prompt(
            "mend_design",
            "Mend what is wrong",
            "All fixes that do good, as one proposal.",
            _DESIGN,
            "Mend the design {design}: findings, then mend, and say what is left and why." + _NEVER,
        ),
    )
}


def filled(name: str, given: Mapping[str, str]) -> str:
    """Return the words of the prompt NAME with what was GIVEN.

    Raises:
        RefusedInput: there is no such prompt, or an argument is missing, too long or not on one line.
    """
    prompt = PROMPTS.get(name)
    if prompt is None:
        raise RefusedInput(f"There is no prompt {name[:60]!r}; there are {', '.join(PROMPTS)}.")
    words = prompt.words
    for key in prompt.takes:
        value = given.get(key, "")
        if not value or len(value) > 500 or not value.isprintable():
            raise RefusedInput(f"The prompt {name} needs {key}: one line of at most 500 letters.")
        words = words.replace("{" + key + "}", value)
    return words
