"""The word of each rule about itself: its findings and how grave they are, its layer, and what it reads."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, ParamSpec, TypeVar

from designer.model.parts.part import Layer
from designer.model.records import Record
from designer.review.findings import Finding, Severity

RuleLayer = Layer | Literal[""]
"""The layer that a rule is of; "" is the design as a whole."""


class RuleFacts(Record, frozen=True, kw_only=True):
    """One rule, as it was registered.

    Attributes:
        name: Name of its function.
        tells: Findings that it tells, by their names, each with all severities that it may have.
        layer: What it is about.
        reads: Fields of Results that it reads; it stays silent about what was not analysed.
        summary: First line of its docstring: what it looks for.
    """

    name: str
    tells: Mapping[str, tuple[Severity, ...]]
    layer: RuleLayer
    reads: tuple[str, ...]
    summary: str


RULE_FACTS: Final[dict[str, RuleFacts]] = {}
"""Every registered rule by the name of its function; `rules.RULES` says in which order they are run."""

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found", bound=Iterable[Finding])


def rule(
    tells: Mapping[str, Severity | tuple[Severity, ...]], *, layer: RuleLayer, reads: tuple[str, ...] = ()
) -> Callable[[Callable[_Given, _Found]], Callable[_Given, _Found]]:
    """Register the function below as a rule; it stays the very same function.

    Args:
        tells: Its findings by name, with their severity, or with each that they may have.
        layer: What it is about.
        reads: Fields of Results that it reads.

    Raises:
        ValueError: another rule has that name, or tells a finding of that name.
    """

    def register(check: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
        taken = sorted({name for facts in RULE_FACTS.values() for name in facts.tells} & tells.keys())
        if check.__name__ in RULE_FACTS or taken:
            raise ValueError(f"The rule {check.__name__} is registered already, or tells what another tells: {taken}.")
        RULE_FACTS[check.__name__] = RuleFacts(
            name=check.__name__,
            tells={name: (graves,) if isinstance(graves, str) else graves for name, graves in tells.items()},
            layer=layer,
            reads=reads,
            summary=(check.__doc__ or "").strip().partition("\n")[0],
        )
        return check

    return register
