"""The worst balanced halves of a network: which endpoints to part from which, and how far that is from the best."""
