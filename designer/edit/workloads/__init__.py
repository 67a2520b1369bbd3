"""Edits of what is asked of workloads."""
