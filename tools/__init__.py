"""What `make` runs. Standard library only, but for what the project's own environment brings."""
