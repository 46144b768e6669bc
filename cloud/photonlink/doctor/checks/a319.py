"""The function's runtime is out of support, or is another one than the package was built for.

AWS retires a runtime some years after the language does: first functions with it can no longer be created, then not
even changed. And a package fits its runtime: photonlink needs Python 3.11 or newer, and compiled parts of a library fit
one version of Python and one processor only, as their file names tell (cp312, x86_64 or aarch64).

What you see: a deployment is refused, "the runtime parameter of python3.9 is no longer supported"; or, after a change
of the runtime, "isn't responding", and in the function's log "Syntax error in module" or "Unable to import module".
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: Runtimes for Python out of support (AWS's page "Lambda runtimes", deprecation dates until the end of 2026).
RETIRED = frozenset(f"python{version}" for version in ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10"))
#: Those that AWS has.
SERVED = frozenset(f"python{version}" for version in ("3.11", "3.12", "3.13", "3.14"))
BEST = "python3.13"
_PROCESSORS = {"x86_64": "x86_64", "aarch64": "arm64"}
_COMPILED = re.compile(r"\.cpython-3(?P<minor>\d+)-(?P<processor>x86_64|aarch64)-linux-gnu\.so$")


def look(case: Case) -> Finding:
    runtime = case.need(case.given.function.runtime, "the function's runtime")
    if runtime in RETIRED:
        return problem(
            f"The function's runtime {runtime} is out of support, and photonlink needs python3.11 or newer.",
            _FIX,
        )
    if not runtime.startswith("python"):
        return problem(f"The function's runtime is {runtime}, and photonlink's package is for Python.", _FIX)
    if runtime not in SERVED:
        raise NotKnown(f"the runtime {runtime} is newer than this version of photonlink")
    package = case.given.function.package
    wrong = _wrong_parts(Path(package), runtime, case.given.function.architecture) if package else ""
    if wrong:
        return problem(wrong, _FIX)
    return ok(f"{runtime} is supported")


def _wrong_parts(package: Path, runtime: str, architecture: str | None) -> str:
    try:
        with zipfile.ZipFile(package) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        raise NotKnown(f"{package} cannot be read as a zip", after=("A304",)) from None
    for name in names:
        found = _COMPILED.search(name)
        if found is None:
            continue
        if f"python3.{found['minor']}" != runtime:
            return f"{name} in the package is for Python 3.{found['minor']}, and the function's runtime is {runtime}."
        processor = _PROCESSORS[found["processor"]]
        if architecture is not None and processor != architecture:
            return f"{name} in the package is for {processor}, and the function is {architecture}."
    return ""


_FIX = (
    f"Set the function's runtime to {BEST} (Code > Runtime settings) and upload the zip that `photonlink deploy package` "
    "builds: it has no compiled parts and fits every runtime from python3.11 on."
)


CHECK = Check(
    "A319", "the function's runtime is out of support, or does not fit the package", Step.SKILL, look
)
