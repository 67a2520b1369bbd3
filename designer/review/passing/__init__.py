"""Findings about what a path goes through as through one cable: patch panels, optical circuit switches."""
