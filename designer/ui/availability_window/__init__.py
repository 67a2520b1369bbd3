"""Availability in a window: failures and repairs over many years, and what to buy next."""
