"""Prices, the price book and currencies."""
