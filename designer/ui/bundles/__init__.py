"""Bundles of prices and parts in the window: told before they are taken, and taken back."""
