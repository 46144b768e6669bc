"""Setting accounts up: `photonlink setup`, what it remembers, and how it is undone."""
