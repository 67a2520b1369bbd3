"""Limits of the fabric in windows of their own: smallest cut, collectives, sweep of failures."""
