"""Names for those who write plug-ins: own rules, calculators, exporters and part sources.

    from designer.api.plugins import Finding, hookimpl

    @hookimpl
    def check(design):
        for node in design.nodes.values():
            if not node.name:
                yield Finding(rule="no-name", severity="note", message="A part has no name.", ids=(node.id,))

The guide's page "Extending Stackwright" has an example of each.
"""

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.formulas.calculators.record import Calculator, Input, Output, Settings, choice, integer, number, numbers
from designer.model.design import Design, Link, Node
from designer.plugins.hooks import Exporter, hookimpl
from designer.review.findings import Finding

__all__ = [
    "Calculator",
    "Design",
    "Exporter",
    "Finding",
    "Input",
    "Library",
    "Link",
    "Node",
    "Output",
    "Results",
    "Settings",
    "choice",
    "hookimpl",
    "integer",
    "number",
    "numbers",
]
