"""Review of a design: what a person should know about it, in plain words, and how to mend it."""
