"""The one-page report and its words."""
