"""Prices out of tables and price lists of others."""
