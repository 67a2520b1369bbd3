"""What people measured themselves: logs of requests and runs of their own."""
