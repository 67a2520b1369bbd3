"""Actions of the commands, by menu."""
