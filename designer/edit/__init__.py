"""Edits: (Design, ...) -> ChangeSet; generators, clipboard, history and the session that commits them."""
