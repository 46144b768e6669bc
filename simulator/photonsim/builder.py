"""The compile service of the simulated Particle cloud: clang, to WebAssembly, beside the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from photonsim.clock import HouseClock
from photonsim.particle_cloud import Build, BuildFailed
from photonsim.photon.build import CompileError, NoCompiler, compile_project
from photonsim.photon.libraries import library_folders
from photonsim.photon.sketch import ProjectError, make_project
from photonsim.photon.wasm_sections import section_sizes


class SketchBuilder:
    """Implements `particle_cloud.Builder`. The loop goes on while the compiler works; house time waits for it.

    `libraries` are folders with libraries that uploads may depend on, as on those of PHOTONLINK_LIBRARIES.
    """

    def __init__(self, clock: HouseClock, libraries: Sequence[Path] = ()) -> None:
        self._clock = clock
        self._libraries = library_folders(named=libraries)
        self._one_at_a_time = asyncio.Lock()

    async def compile(self, files: Mapping[str, bytes], platform_id: int, version: str) -> Build:
        """Raises BuildFailed, with the compiler's words or with what is wrong with the upload."""
        try:
            project = make_project("sketch", dict(files), libraries=self._libraries)
            async with self._one_at_a_time:
                with self._clock.hold():
                    image = await asyncio.to_thread(compile_project, project, version)
        except CompileError as error:
            raise BuildFailed([error.output.rstrip()]) from error
        except (ProjectError, NoCompiler) as error:
            raise BuildFailed([str(error)]) from error
        text, data = section_sizes(image)
        return Build(image, text=text, data=data)
