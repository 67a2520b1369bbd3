"""How two nodes could be joined: cables through ports that fit, then relations, the likeliest first."""

from typing import Final, NamedTuple

from designer.edit.links import MEDIA_IN_ORDER, best_ports
from designer.edit.wording import called
from designer.model.design import Design, Link
from designer.model.parts import Medium
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA, RELATIONS, fitting_relations, why_not_related

_CABLES: Final = tuple(medium for medium in MEDIA_IN_ORDER if medium not in RELATION_MEDIA)


class JoinOption(NamedTuple):
    """One way to join two nodes.

    Attributes:
        medium: What the link would be.
        a: Its first end.
        b: Its second end.
        words: What it says: "LangChain asks vLLM", "Link DGX H100 to QM9700 by fabric".
    """

    medium: Medium
    a: str
    b: str
    words: str


def join_options(design: Design, first: str, second: str) -> tuple[JoinOption, ...]:
    """Return the ways to join FIRST to SECOND, the likeliest first; empty when there is none.

    Cables through ports come before relations: where both ends have ports that fit, a cable is what is meant.
    """
    a, b = design.nodes[first], design.nodes[second]
    options: list[JoinOption] = []
    if design.ports_of(a) and design.ports_of(b):
        best = _medium_of_best(design, first, second)
        for medium in (*((best,) if best else ()), *(one for one in _CABLES if one != best)):
            if best is not None and _cable_fits(design, first, second, medium):
                words = f"{called(design, a)} to {called(design, b)} by {medium}"
                options.append(JoinOption(medium, first, second, words))
    for medium, one, other in fitting_relations(a, b):
        words = f"{called(design, design.nodes[one])} {RELATIONS[medium].verb} {called(design, design.nodes[other])}"
        options.append(JoinOption(medium, one, other, words))
    return tuple(options)


def why_no_option(design: Design, first: str, second: str) -> str:
    """Return why nothing joins FIRST and SECOND, and what would fit."""
    a, b = design.nodes[first], design.nodes[second]
    if design.ports_of(a) and design.ports_of(b):
        try:
            best_ports(design, _blank(first, second), None, None, None)
        except RefusedInput as refused:
            return str(refused)
    return why_not_related(a, b)


def _blank(first: str, second: str) -> Link:
    return Link(id="", a=first, b=second, medium="fabric")


def _medium_of_best(design: Design, first: str, second: str) -> Medium | None:
    try:
        return best_ports(design, _blank(first, second), None, None, None).medium
    except RefusedInput:
        return None


def _cable_fits(design: Design, first: str, second: str, medium: Medium) -> bool:
    try:
        best_ports(design, _blank(first, second), medium, None, None)
    except RefusedInput:
        return False
    return True
