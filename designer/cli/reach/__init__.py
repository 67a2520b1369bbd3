"""Commands that stand between this program and the rest of a person's machine and systems."""
