"""Goodput of training jobs: interruptions, spare machines, and the range of the share of time that makes progress."""
