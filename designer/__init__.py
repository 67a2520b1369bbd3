"""Stackwright: a desktop designer for AI infrastructure."""

__version__ = "0.1.0"
