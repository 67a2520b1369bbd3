"""The capacity ledger: who gets how much of shared machines."""
