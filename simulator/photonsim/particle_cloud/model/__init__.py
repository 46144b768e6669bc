"""The state of the simulated cloud, without any HTTP."""
