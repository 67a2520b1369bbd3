"""Rooms to scale, places on their floor and in racks."""
