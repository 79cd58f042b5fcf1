"""The outside world: files and pages that others made. Plain functions, handed to the services."""
