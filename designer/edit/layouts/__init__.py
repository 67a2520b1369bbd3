"""Layouts of the topology: tiers, tree, radial and grid, with pins, inside of containers too."""
