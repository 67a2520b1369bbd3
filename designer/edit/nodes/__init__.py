"""Edits of nodes: place, change, group, fold, copy, swap and replace."""
