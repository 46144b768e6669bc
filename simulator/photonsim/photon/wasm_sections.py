"""The parts of a WebAssembly module's file: what is in it, how large it is, and what can be left out."""

from __future__ import annotations

from collections.abc import Iterator

# Ids of sections (WebAssembly core specification, 5.5), and of the part of the section "name" that names data segments.
_CUSTOM, _CODE, _DATA = 0, 10, 11
_NAMES_OF_SEGMENTS = 9
#: i32.const, the beginning of a segment's place in memory, and the end of that expression.
_I32_CONST, _END = 0x41, 0x0B


def strip_debug(module: bytes) -> bytes:
    """`module` without its DWARF sections; the names of its functions stay, for explanations of a panic."""
    kept = [module[:8]]
    for section, name, raw in _sections(module):
        if section != _CUSTOM or name == "name":
            kept.append(raw)
    return b"".join(kept)


def section_sizes(module: bytes) -> tuple[int, int]:
    """Bytes of code and of initialised data, of the WebAssembly module (an ARM binary's differ)."""
    sizes = {section: len(raw) for section, _, raw in _sections(module) if section != _CUSTOM}
    return sizes.get(_CODE, 0), sizes.get(_DATA, 0)


def segment_bytes(module: bytes, name: str) -> int:
    """Bytes of the data segment that the linker has called `name`; 0 where there is none, or no names are."""
    sizes: list[int] = []
    names: dict[int, str] = {}
    for section, called, raw in _sections(module):
        if section == _DATA:
            sizes = list(_segment_sizes(raw))
        elif called == "name":
            names = _segment_names(raw)
    return sum(size for index, size in enumerate(sizes) if names.get(index) == name)


def _segment_sizes(raw: bytes) -> Iterator[int]:
    """Of a data section, its segments' sizes in order."""
    _, at = _leb128(raw, 1)
    count, at = _leb128(raw, at)
    for _ in range(count):
        flags, at = _leb128(raw, at)
        if flags == 2:
            _, at = _leb128(raw, at)  # which memory
        if flags != 1:
            assert raw[at] == _I32_CONST
            _, at = _leb128(raw, at + 1)
            assert raw[at] == _END
            at += 1
        size, at = _leb128(raw, at)
        at += size
        yield size


def _segment_names(raw: bytes) -> dict[int, str]:
    """Of a section "name", the data segments' names by number."""
    _, at = _leb128(raw, 1)
    length, at = _leb128(raw, at)
    at += length
    names = {}
    while at < len(raw):
        part = raw[at]
        size, at = _leb128(raw, at + 1)
        if part == _NAMES_OF_SEGMENTS:
            count, place = _leb128(raw, at)
            for _ in range(count):
                index, place = _leb128(raw, place)
                length, place = _leb128(raw, place)
                names[index] = raw[place : place + length].decode("utf-8", "replace")
                place += length
        at += size
    return names


def _sections(module: bytes) -> Iterator[tuple[int, str, bytes]]:
    """(id, name of a custom section, all its bytes) of each section."""
    at = 8
    while at < len(module):
        begin, section = at, module[at]
        size, at = _leb128(module, at + 1)
        name = ""
        if section == _CUSTOM:
            length, text = _leb128(module, at)
            name = module[text : text + length].decode("utf-8", "replace")
        at += size
        yield section, name, module[begin:at]


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
