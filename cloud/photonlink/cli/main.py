"""The group of commands: found by the entry points of `photonlink.commands`, loaded when they are called."""

from __future__ import annotations

import ast
import difflib
import importlib.util
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points

import click

from photonlink import __version__

#: Each entry point of this group is a sub-command: its name, and the click command that it stands for.
GROUP = "photonlink.commands"


class Commands(click.Group):
    """Sub-commands of whatever packages are installed. Listing them imports none of them."""

    @cached_property
    def _found(self) -> dict[str, EntryPoint]:
        return {
            point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._found)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        point = self._found.get(cmd_name)
        return _load(point) if point else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self._found:
            near = difflib.get_close_matches(args[0], self._found, n=1)
            hint = f" Did you mean `photonlink {near[0]}`?" if near else " `photonlink --help` lists them."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _summary(point)) for name, point in self._found.items()]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="photonlink")
def photonlink() -> None:
    """Alexa for lights on Particle Photons."""


def _load(point: EntryPoint) -> click.Command:
    try:
        command = point.load()
    except Exception as error:
        raise _Broken(point, f"{type(error).__name__}: {error}") from error
    if not isinstance(command, click.Command):
        raise _Broken(point, f"{point.value} is no click command")
    return command


class _Broken(click.ClickException):
    """A command that is registered and cannot be loaded."""

    def __init__(self, point: EntryPoint, reason: str) -> None:
        package = point.dist.name if point.dist else point.module
        super().__init__(
            f"The command {point.name!r} cannot be loaded ({reason}). "
            f"It comes from the package {package}; `make install` mends it, or uninstall that package."
        )


def _summary(point: EntryPoint) -> str:
    """The first line of the docstring of a command's module, read without running the module."""
    try:
        spec = importlib.util.find_spec(point.module)
        if spec is None or spec.origin is None:
            return "(cannot be loaded: its module is missing)"
        with open(spec.origin, encoding="utf-8") as source:
            text = ast.get_docstring(ast.parse(source.read())) or ""
    except Exception as error:
        return f"(cannot be loaded: {type(error).__name__}: {error})"
    _, _, summary = (text.splitlines() or [""])[0].rpartition("`: ")
    return summary[:1].upper() + summary[1:]
