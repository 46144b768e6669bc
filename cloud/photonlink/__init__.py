"""photonlink: Alexa for lights on Particle Photons."""
