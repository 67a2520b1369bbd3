"""The window and what is in it: start, documents, files, preferences, welcome, headline figures."""
