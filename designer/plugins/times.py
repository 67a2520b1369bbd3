"""Times that plug-ins have; for those who wait for them without loading what runs them."""

from typing import Final

LOAD_S: Final = 10.0
"""How long a plug-in may take to be imported."""
ALL_S: Final = 30.0
"""After so long no further rule is begun of those that judge one design."""
