"""Parts with an I2C bus, to attach to a simulated Photon."""
