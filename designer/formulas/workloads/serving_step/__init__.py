"""One step of serving a language model: time of a token, first token and rate, with the error that was measured."""
