"""What a number or a text in the sources can be, as far as reading tells."""

from __future__ import annotations

from functools import cache
from weakref import WeakKeyDictionary

from tree_sitter import Node, Tree

from photonsim.firmware_check.sketch import PARSER, Function, Sketch, last_name, text, walk
from photonsim.photon.pins import PIN_NUMBERS, PINS

_CONSTANTS = PIN_NUMBERS | {
    "MOSI": 15,
    "MISO": 14,
    "SCK": 13,
    "SS": 12,
    "HIGH": 1,
    "LOW": 0,
    "true": 1,
    "false": 0,
}
_DEPTH = 8
Values = frozenset[int]


class _Names:
    """Every name that the sources give a value, with all the expressions that it is given."""

    def __init__(self, sketch: Sketch) -> None:
        self.values: dict[str, list[Node | None]] = {}
        self.trees: list[Tree] = []  # a node is valid only as long as its tree
        for node in sketch.nodes:
            if node.type == "preproc_def":
                self._define(node)
            elif node.type == "init_declarator":
                declarator = node.child_by_field_name("declarator")
                while declarator is not None and declarator.type in (
                    "array_declarator",
                    "pointer_declarator",
                ):
                    declarator = declarator.child_by_field_name("declarator")
                self._add(last_name(declarator), node.child_by_field_name("value"))
            elif node.type == "assignment_expression":
                self._add(_base(node.child_by_field_name("left")), None)
            elif node.type == "update_expression":
                self._add(_base(node.child_by_field_name("argument")), None)
            elif node.type == "enumerator":
                self._add(text(node.child_by_field_name("name")), node.child_by_field_name("value"))
            elif node.type == "for_range_loop":
                self._add(
                    last_name(node.child_by_field_name("declarator")), node.child_by_field_name("right")
                )
            elif node.type == "declaration":  # declared without a value: somebody gives it one later
                for child in node.children_by_field_name("declarator"):
                    if child.type == "identifier" and "extern" not in text(node):
                        self._add(text(child), None)

    def _add(self, name: str, value: Node | None) -> None:
        if name:
            self.values.setdefault(name, []).append(value)

    def _define(self, node: Node) -> None:
        value = node.child_by_field_name("value")
        tree = PARSER.parse(b"auto define = (" + text(value).split("//")[0].encode() + b");")
        self.trees.append(tree)
        found = [each for each in walk(tree.root_node) if each.type == "init_declarator"]
        broken = tree.root_node.has_error or not found
        name = text(node.child_by_field_name("name"))
        self._add(name, None if broken else found[0].child_by_field_name("value"))


def _base(node: Node | None) -> str:
    while node is not None and node.type == "subscript_expression":
        node = node.child_by_field_name("argument")
    return last_name(node)


_names: WeakKeyDictionary[Sketch, _Names] = WeakKeyDictionary()


def _names_of(sketch: Sketch) -> _Names:
    if sketch not in _names:
        _names[sketch] = _Names(sketch)
    return _names[sketch]


def numbers(sketch: Sketch, node: Node, depth: int = 0) -> Values | None:
    """All the whole numbers that an expression can be; None where reading does not tell.

    A name has its only value, a parameter what all calls give, an element with an unknown index any of its array.
    """
    if depth > _DEPTH:
        return None
    if node.type == "number_literal":
        return _literal(text(node))
    if node.type in ("identifier", "qualified_identifier", "true", "false"):
        return _named(sketch, node, depth)
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "parenthesized_expression" and len(children) == 1:
        return numbers(sketch, children[0], depth + 1)
    if node.type == "cast_expression":
        value = node.child_by_field_name("value")
        return None if value is None else numbers(sketch, value, depth + 1)
    if node.type == "unary_expression" and text(node).startswith("-") and len(children) == 1:
        inner = numbers(sketch, children[0], depth + 1)
        return None if inner is None else frozenset(-value for value in inner)
    if node.type == "initializer_list" and children:
        return _union([numbers(sketch, child, depth + 1) for child in children])
    if node.type == "conditional_expression":
        ends = [node.child_by_field_name("consequence"), node.child_by_field_name("alternative")]
        return _union([numbers(sketch, end, depth + 1) for end in ends if end is not None])
    if node.type == "subscript_expression":
        return _element(sketch, node, depth)
    if node.type == "binary_expression":
        return _calculated(sketch, node, depth)
    return None


def _union(parts: list[Values | None]) -> Values | None:
    found: set[int] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found) if found else None


@cache
def _literal(word: str) -> Values | None:
    digits = word.replace("'", "").rstrip("uUlL")
    try:
        return frozenset([int(digits, 8) if digits[:1] == "0" and digits.isdigit() else int(digits, 0)])
    except ValueError:
        return None


def _named(sketch: Sketch, node: Node, depth: int) -> Values | None:
    name = last_name(node) or text(node)
    function = sketch.function_around(node)
    if function is not None and name in function.parameters:
        return _given(sketch, function, function.parameters.index(name), depth)
    values = _names_of(sketch).values.get(name)
    if values is None:
        return frozenset([_CONSTANTS[name]]) if name in _CONSTANTS else None
    if len(values) != 1 or values[0] is None:
        return None
    return numbers(sketch, values[0], depth + 1)


def _given(sketch: Sketch, function: Function, index: int, depth: int) -> Values | None:
    if not function.name or len(sketch.functions.get(function.name, [])) != 1:
        return None
    if function.parameters[index] in _names_of(sketch).values:  # a name that is written to as well
        return None
    if any(handler.function is function for handler in sketch.handlers):
        return None
    calls = [call for call in sketch.calls if call.name == function.name]
    if any(len(call.arguments) <= index for call in calls):
        return None
    return _union([numbers(sketch, call.arguments[index], depth + 1) for call in calls])


def _element(sketch: Sketch, node: Node, depth: int) -> Values | None:
    values = _names_of(sketch).values.get(_base(node), [])
    if len(values) != 1 or values[0] is None or values[0].type != "initializer_list":
        return None
    elements = [child for child in values[0].named_children if child.type != "comment"]
    indices = node.child_by_field_name("indices")
    index = indices.named_child(0) if indices is not None and indices.named_child_count == 1 else None
    known = None if index is None else numbers(sketch, index, depth + 1)
    if known is not None and all(0 <= each < len(elements) for each in known):
        elements = [elements[each] for each in known]
    return _union([numbers(sketch, element, depth + 1) for element in elements])


def _calculated(sketch: Sketch, node: Node, depth: int) -> Values | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return None
    a, b = numbers(sketch, left, depth + 1), numbers(sketch, right, depth + 1)
    if a is None or b is None or len(a) * len(b) > 64:
        return None
    match text(node.child_by_field_name("operator")):
        case "+":
            return frozenset(x + y for x in a for y in b)
        case "-":
            return frozenset(x - y for x in a for y in b)
        case "*":
            return frozenset(x * y for x in a for y in b)
        case _:
            return None


def number(sketch: Sketch, node: Node) -> int | None:
    """The one number that an expression is; None where it can be several or reading does not tell."""
    found = numbers(sketch, node)
    return next(iter(found)) if found is not None and len(found) == 1 else None


def string(sketch: Sketch, node: Node, depth: int = 0) -> str | None:
    """The text that an expression is, when it is a literal or a name for one."""
    if depth > _DEPTH:
        return None
    if node.type == "string_literal":
        return "".join(
            text(child) if child.type == "string_content" else "?"
            for child in node.named_children
            if child.type in ("string_content", "escape_sequence")
        )
    if node.type == "concatenated_string":
        parts = [string(sketch, child, depth + 1) for child in node.named_children if child.type != "comment"]
        return None if None in parts else "".join(part for part in parts if part is not None)
    if node.type == "parenthesized_expression" and node.named_child_count == 1:
        inner = node.named_child(0)
        return None if inner is None else string(sketch, inner, depth + 1)
    if node.type == "identifier":
        values = _names_of(sketch).values.get(text(node), [])
        if len(values) == 1 and values[0] is not None:
            return string(sketch, values[0], depth + 1)
    return None


def pin_name(number: int) -> str:
    return PINS[number].name if 0 <= number < len(PINS) else str(number)
