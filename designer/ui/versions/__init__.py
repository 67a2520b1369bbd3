"""The versions of a project in the window."""
