"""Proposals of an assistant: watched for, shown with their figures, accepted as one undo or discarded."""
