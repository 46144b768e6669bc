"""The REST API: one module for each resource. Only words and shapes of the wire are here; the rest is in model/."""
