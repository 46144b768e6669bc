"""Options that several commands of the simulator have."""

from __future__ import annotations

from pathlib import Path

import click

libraries_option = click.option(
    "--libraries",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A folder with libraries that sketches depend on; may be repeated.",
)
