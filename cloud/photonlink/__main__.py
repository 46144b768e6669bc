"""`python -m photonlink`: the same as the command `photonlink`."""

from photonlink.cli.start import main

main()
