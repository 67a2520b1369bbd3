"""The table of panels, as features bring them: tabs, commands, menus, the palette and the panels come from it.

A maker loads its panel when it is called, so that this table is there with the window and the panels are not.
"""

from collections.abc import Mapping
from typing import Final

from designer.ui.app.features import FEATURES
from designer.ui.panels.panel import PanelSpec

PANELS: Final[tuple[PanelSpec, ...]] = tuple(panel for feature in FEATURES for panel in feature.panels)
"""In the order of their tabs on each side. The first of a side is made with the workspace and in sight at first, others
when they are first asked for."""
PANELS_BY_ID: Final[Mapping[str, PanelSpec]] = {panel.id: panel for panel in PANELS}
