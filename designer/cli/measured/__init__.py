"""Commands that take in what people measured themselves."""
