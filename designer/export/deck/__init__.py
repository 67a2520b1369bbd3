"""The board deck: slides whose titles and sentences are claims bound to figures, and the files of it."""
