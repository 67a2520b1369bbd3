"""The halves that the analysis found, by the names of copies, for oracles that part the same hosts."""

from designer.analysis.halving.halves import halves_of
from designer.analysis.survey import survey_of


def found_halves(design, fail=()):
    """The copies (node, number) of the one half and of the other; both are empty without two endpoints."""
    survey = survey_of(design, fail)
    fabric = survey.fabric(("fabric",))
    halves = halves_of(survey, fabric)
    if halves is None:
        return set(), set()
    node_of = fabric.node_of()
    return tuple(
        {(fabric.nodes[node_of[vertex]], int(vertex - fabric.first[node_of[vertex]])) for vertex in side.tolist()}
        for side in (halves.near, halves.far)
    )
