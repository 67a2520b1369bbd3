"""Panels around the views, with a folder for each topic of more than one file."""
