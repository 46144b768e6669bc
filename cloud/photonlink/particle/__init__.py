"""Particle's cloud as a client: its REST interface, and its errors as exceptions."""
