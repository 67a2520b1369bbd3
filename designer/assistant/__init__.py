"""The assistant's door: designs read, edits proposed, and nothing written without an explicit call."""
