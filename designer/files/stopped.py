"""The refusal where a long file was stopped; it stands alone, so that the window need not load a painter for it."""

from typing import Final

STOPPED: Final = "It was stopped; nothing was written."
