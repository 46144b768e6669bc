"""A pytest plugin: the fixture `photon_house`, a linked house in-process at virtual time."""
