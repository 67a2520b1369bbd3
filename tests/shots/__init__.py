"""Pictures of the window in every state that matters: `python -m tests.shots OUT`."""
