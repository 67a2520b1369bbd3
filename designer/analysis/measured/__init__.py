"""What people measured themselves, beside what is worked out."""
