"""A Photon on a serial port: giving it Wi-Fi credentials, and reading its log."""
