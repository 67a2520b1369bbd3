"""The built network against the drawn one as tables, a document in JSON and a page."""
