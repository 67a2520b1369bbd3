"""Catalog entries and the kinds of facts that they hold."""
