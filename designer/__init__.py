"""Stackwright: a desktop designer for AI infrastructure."""

__version__ = "1.0.0"
