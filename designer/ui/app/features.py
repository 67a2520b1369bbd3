"""All features of the window, in one tuple: panels, windows and commands are known by it and nowhere else.

A feature stands in a file of its own folder. Its makers load panels and windows when they are called, so that the
tuple is there with the window and what it names is not.
"""

from typing import Final

from designer.ui.addresses.feature import ADDRESSES
from designer.ui.app.files_feature import FILES, LEAVING
from designer.ui.app.help_feature import HELP
from designer.ui.app.window_feature import APPEARANCE, sides
from designer.ui.assistant.feature import ASSISTANT
from designer.ui.availability_window.feature import AVAILABILITY
from designer.ui.bundles.feature import BUNDLES
from designer.ui.calculators.feature import CALCULATING
from designer.ui.canvas.feature import ARRANGING, EDITING, LOOKING
from designer.ui.catalog.feature import CATALOG
from designer.ui.commands.feature import Feature
from designer.ui.compare.feature import COMPARING
from designer.ui.costs.feature import COSTS
from designer.ui.deck.feature import DECK
from designer.ui.explore_window.feature import EXPLORING
from designer.ui.learn.feature import LEARNING
from designer.ui.limits.feature import LIMITS
from designer.ui.make_real.feature import MAKING_REAL
from designer.ui.optimise.feature import OPTIMISING
from designer.ui.panels.failures.feature import FAILURES
from designer.ui.panels.feature import CABLES, FACILITY, FINDINGS, HISTORY, OUTLINE, UTILISATION
from designer.ui.phases.feature import PHASES
from designer.ui.plugins.feature import PLUGINS
from designer.ui.present.feature import PRESENTING
from designer.ui.reality.feature import REALITY
from designer.ui.sites.feature import SITES
from designer.ui.variants.feature import VARIANTS
from designer.ui.views.feature import VIEWS

_SUBJECTS: Final = (
    FILES,
    VARIANTS,
    COMPARING,
    LEAVING,
    EDITING,
    ASSISTANT,
    ARRANGING,
    MAKING_REAL,
    CATALOG,
    BUNDLES,
    PLUGINS,
    VIEWS,
    OUTLINE,
    FINDINGS,
    UTILISATION,
    FAILURES,
    CABLES,
    FACILITY,
    ADDRESSES,
    SITES,
    PHASES,
    COSTS,
    EXPLORING,
    OPTIMISING,
    AVAILABILITY,
    REALITY,
    CALCULATING,
    HISTORY,
    LOOKING,
    LIMITS,
    APPEARANCE,
)
FEATURES: Final[tuple[Feature, ...]] = (*_SUBJECTS, sides(_SUBJECTS), PRESENTING, DECK, HELP, LEARNING)
"""In the order of the menus, and of the tabs on each side."""
