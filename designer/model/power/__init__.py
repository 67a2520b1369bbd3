"""Power cables: which end feeds the other, and which plugs fit."""
