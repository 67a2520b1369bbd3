"""What a person should know about a design, in plain words, and how to mend it."""
