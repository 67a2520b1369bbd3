"""Division of a design's traffic over ways, for one question."""

from typing import Final

from designer.edit.settings import set_site_choice
from designer.model.assumptions.site_choices import ROUTING, SITE_CHOICES
from designer.model.design import Design

ROUTINGS: Final = ("ecmp", *(option for option, _ in SITE_CHOICES[ROUTING].options if option))
"""The ways of dividing it."""


def routed(design: Design, routing: str | None) -> Design:
    """Return DESIGN with its traffic divided as ROUTING says; as it is where that is None."""
    if routing is None:
        return design
    return set_site_choice(design, ROUTING, "" if routing == ROUTINGS[0] else routing).applied(design)
