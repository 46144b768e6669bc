"""One module a rule; each has its RULE, and is found by being here."""
