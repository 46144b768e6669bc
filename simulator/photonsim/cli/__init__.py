"""The simulator's commands: `photonlink` finds them by their entry points."""
