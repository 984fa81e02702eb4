"""Which places are like which, and members side by side."""
