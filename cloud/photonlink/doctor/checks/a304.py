"""AWS cannot load the handler: its name is wrong, or the package is put together wrongly.

The handler's name, photonlink.aws.handler, is a path into the zip: the folder photonlink, in it aws.py, in that the
function handler. It fails when one letter differs, when the zip holds a folder that holds all this, and when a library
such as requests was left out of it.

What you hear: "isn't responding", and no devices are found. In the function's log stands "Unable to import module", or
"Handler ... missing on module". The doctor loads the zip by itself where it has it, else it asks the function.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import discovery, failure
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

HANDLER = "photonlink.aws.handler"
#: How the runtimes say that they cannot load a handler.
_WORDS = ("Unable to import module", "HandlerNotFound", "MalformedHandlerName", "Cannot find module")
_LIMIT_S = 30.0
#: Run without this machine's own packages: only the zip counts, with the standard library.
_IMPORT = "import importlib, sys; sys.path.insert(0, sys.argv[1]); getattr(importlib.import_module(sys.argv[2]), sys.argv[3])"


def look(case: Case) -> Finding:
    name = case.given.function.handler
    package = case.given.function.package
    if package is not None:
        wrong = _wrong_in(Path(package), name or HANDLER)
        return problem(wrong, _FIX) if wrong else ok(f"{package} loads by itself as {name or HANDLER}")
    try:
        error = failure(discovery(case))
    except NotKnown:
        if name is None or name == HANDLER:
            raise
        return _by_name(name)
    if error is not None and any(word in error for word in _WORDS):
        return problem(
            f"The function says: {error}  Its handler is {name or 'not given'!r}.", _FIX, after=("A319",)
        )
    return ok("the function loads its handler")


def _by_name(name: str) -> Finding:
    """A name alone: that of our own package can be judged, others cannot."""
    module, _, member = name.rpartition(".")
    if not module.startswith("photonlink"):
        raise NotKnown(f"whether the package has the handler {name!r} cannot be seen without the package")
    try:
        found = importlib.util.find_spec(module) is not None
    except ImportError:
        found = False
    if found and hasattr(importlib.import_module(module), member):
        return ok(f"photonlink has {name}")
    return problem(f"The handler is {name!r}, and photonlink has {HANDLER}.", _FIX)


def _wrong_in(package: Path, name: str) -> str:
    module, _, member = name.rpartition(".")
    try:
        with zipfile.ZipFile(package) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        return f"{package} cannot be read as a zip: {error}."
    path = module.replace(".", "/")
    if not any(each in (f"{path}.py", f"{path}/__init__.py") for each in names):
        deeper = next((each for each in names if each.endswith(f"/{path}.py")), None)
        if deeper is not None:
            return f"{package} holds the folder {deeper.split('/')[0]} in place of its contents: {deeper}."
        return f"{package} has no {path}.py, which the handler {name!r} names."
    command = [sys.executable, "-I", "-S", "-c", _IMPORT, str(package.absolute()), module, member]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return f"{name} in {package} does not load within {_LIMIT_S:.0f} s."
    if done.returncode != 0:
        return (
            f"{name} in {package} does not load: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}."
        )
    return ""


_FIX = (
    f"Set the function's handler to {HANDLER} (Code > Runtime settings), and upload the zip that `photonlink deploy "
    "package` builds, as it is: its top level holds the folder photonlink itself."
)


CHECK = Check("A304", "AWS cannot load the function's handler", Step.SKILL, look)
