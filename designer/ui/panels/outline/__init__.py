"""The outline: the whole design as a tree."""
