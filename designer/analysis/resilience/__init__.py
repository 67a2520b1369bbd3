"""Resilience of a network: what a single failure takes along."""
