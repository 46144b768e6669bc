"""photonsim: a house without hardware, for photonlink."""
