"""`.ino` files made into C++ as Particle's compile service makes them, with its simplifications and its mistakes.

What it accepts must be accepted here, and a sketch that it spoils must not work here. So this follows how it reads:
not as a compiler, but as a search for what looks like a function. Source: particle-iot/wiring-preprocessor 2.3.0
(4fa77bb) and particle-iot/buildpack-wiring-preprocessor (4a29eef), which calls it for each file by itself.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

_SWITCHED_OFF = re.compile(r"^[ \t]*#pragma (?:SPARK|PARTICLE)_NO_PREPROCESSOR", re.MULTILINE)
#: Exactly so: with another blank it is not seen, and Particle.h comes in front.
_OWN_INCLUDE = re.compile(r"^[ \t]*#include [<\"](?:application|Particle|Arduino)\.h[>\"]", re.MULTILINE)
#: What may stand before the prototypes: they go in front of the first thing that is none of these.
_PREAMBLE = re.compile(r"(?:\s+|/\*(?:[^*]|\*(?!/))*+\*/|//[^\n]*|#include[^\n]+)*+")

#: What is taken out before functions are looked for. A character counts only where one stands between the quotes, and
#: of a directive only its first line.
_TAKEN_OUT = re.compile(
    r"""'[^\n]' | "(?:[^"\\]|\\[^\n])*+" | //[^\n]+ | /\*(?:[^*]|\*(?!/))*+\*/ | ^\s*\#[^\n]*""",
    re.MULTILINE | re.VERBOSE,
)
_ARGUMENTS = r"\([&,\[\]*\w\s]*\)"
_BEFORE_BODY = re.compile(_ARGUMENTS + r"(?=\s*\{)", re.ASCII)
_BEFORE_SEMICOLON = re.compile(_ARGUMENTS + ";", re.ASCII)
#: The characters that a return type and a name may have, and where in a row of them the two can begin.
_HEAD = f"&[]*_{string.ascii_letters}{string.digits}{string.whitespace}"
_TYPE_AND_NAME = re.compile(r"(?<![\w\[\]*])[\w\[\]*]++\s+[&\[\]*\w\s]", re.ASCII)

_OWN_TYPE = re.compile(r"\b(?!enum class)(?:class|struct|enum)\s+(\w+)", re.ASCII)
_OWN_TYPEDEF = re.compile(r"\btypedef\s+(?:struct|enum)\s*\{[^}]*\}\s*(\w+)", re.ASCII)
_ELSE_IF = re.compile(r"\belse\s+if\b")


def preprocess(text: str, name: str) -> str:
    """`text` of the .ino file `name` as C++: Particle.h included, functions declared, lines numbered as before."""
    text = text.replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"  # a directive of ours may follow the last line
    if found := _SWITCHED_OFF.search(text):
        return f'#line 1 "{name}"\n{text[: found.start()]}// {text[found.start() :]}'
    preamble = _PREAMBLE.match(text)
    at = preamble.end() if preamble else 0
    own_include = _OWN_INCLUDE.search(text)
    if own_include and own_include.start() > at:
        at = text.index("\n", own_include.start()) + 1
    return "".join(
        (
            "" if own_include else '#include "Particle.h"\n',
            f'#line 1 "{name}"\n',
            text[:at],
            *(f"{declaration}\n" for declaration in prototypes(text)),
            f'#line {text.count(chr(10), 0, at) + 1} "{name}"\n',
            text[at:],
        )
    )


def prototypes(text: str) -> list[str]:
    """The declarations that Particle's preprocessor adds, each with its semicolon, in the order of the text.

    None for a function whose arguments have default values, templates or namespaces, that is `const`, or that names a
    class, struct or enum of the file; but one for a method that is defined inside its class.
    """
    bare = _TAKEN_OUT.sub("", text)
    own_types = {*_OWN_TYPE.findall(bare), *_OWN_TYPEDEF.findall(bare)}
    declared = set(_heads(bare, _BEFORE_SEMICOLON))
    found = (f"{head};" for head in _heads(bare, _BEFORE_BODY) if not _ELSE_IF.search(head))
    return [
        declaration
        for declaration in found
        if declaration not in declared and own_types.isdisjoint(re.findall(r"\w+", declaration, re.ASCII))
    ]


def _heads(bare: str, arguments: re.Pattern[str]) -> Iterator[str]:
    """Each type, name and arguments of what looks like a function."""
    end = 0
    for match in arguments.finditer(bare):
        before = bare[end : match.start()]
        row = before[len(before.rstrip(_HEAD)) :]
        if begin := _TYPE_AND_NAME.search(row):
            yield row[begin.start() :] + match.group()
        end = match.end()
