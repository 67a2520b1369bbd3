"""The report with its chapters, and its words."""
