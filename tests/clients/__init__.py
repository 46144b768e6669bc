"""Real clients against the simulated cloud."""
