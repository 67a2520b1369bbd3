"""Availability by histories of failures and repairs on the drawn graph: services, jobs, what is left, and its price."""
