"""One module a check, named after its code; the docstring is what `photonlink doctor explain` prints."""
