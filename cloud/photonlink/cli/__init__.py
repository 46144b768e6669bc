"""The command `photonlink`; its sub-commands register themselves by entry points."""
