"""Sheets of paper painted to PDF."""
