"""The same design in several places: a window with what a year takes there, and its hours."""
