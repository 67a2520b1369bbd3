"""Growth in phases: its sentences, and the rules that look at it."""
