"""One step of serving a language model: time per token, first token and rate, with the error that was measured."""
