"""Speed against a known baseline in the same run: `python -m tests.bench [NAME ...]`."""
