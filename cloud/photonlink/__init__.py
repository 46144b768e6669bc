"""photonlink: Alexa for lights on Particle Photons."""

__version__ = "0.1.0"
