"""Presenting: saved views, slides and the full-screen presenter."""
