"""Starts the command, or says which Python it needs. Written so that every Python can read it."""

# ruff: noqa: UP031, UP036

import sys


def main():
    # type: () -> None
    if sys.version_info < (3, 11):
        sys.stderr.write(
            "photonlink needs Python 3.11 or newer, and this is Python %d.%d (%s).\n"
            "Install a newer one and run `make install PYTHON=python3.12`, for example.\n"
            % (sys.version_info[0], sys.version_info[1], sys.executable)
        )
        sys.exit(2)
    from photonlink.cli.main import photonlink

    photonlink(prog_name="photonlink")
