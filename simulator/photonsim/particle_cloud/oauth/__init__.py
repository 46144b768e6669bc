"""OAuth 2.0 as Particle's own server library does it: its order of checks, its words, its status codes."""
