"""Drawings that leave the house on paper: the installation pack, labels of cables, the plan as DXF."""
