"""The window in which the slides of the deck are set."""
