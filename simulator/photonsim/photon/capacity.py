"""How many Photons fit into one process: Linux limits how many pieces of memory it may have mapped."""

from __future__ import annotations

from pathlib import Path

#: Mappings of one device: the null page, the rest of its memory, the stack of its call and the guard below it.
MAPPINGS_A_DEVICE = 4
#: What the process itself needs: libraries, heaps, threads.
MAPPINGS_OF_THE_PROCESS = 2000
_LIMIT = Path("/proc/sys/vm/max_map_count")


class TooManyDevices(ValueError):
    """The system does not let a process have memory for so many devices; the message says what to do."""


def check_room(devices: int, limit_file: Path = _LIMIT) -> None:
    """Raises TooManyDevices. Systems that tell no limit have room for all."""
    try:
        limit = int(limit_file.read_text())
    except (OSError, ValueError):
        return
    needed = devices * MAPPINGS_A_DEVICE + MAPPINGS_OF_THE_PROCESS
    if needed > limit:
        room = max(0, (limit - MAPPINGS_OF_THE_PROCESS) // MAPPINGS_A_DEVICE)
        raise TooManyDevices(
            f"{devices:,} Photons need about {needed:,} memory mappings, and this system allows a process {limit:,}: "
            f"room for {room:,}. Ask for fewer devices, or raise the limit: sysctl vm.max_map_count={needed}"
        )
