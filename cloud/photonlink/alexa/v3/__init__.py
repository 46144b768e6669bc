"""Smart Home v3: directives in, responses out (Amazon's message schema)."""
