"""Edits of places in racks."""
