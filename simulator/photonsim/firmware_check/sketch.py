"""The sources of a sketch as a syntax tree, with what rules ask of it: calls, functions, and who calls whom."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import tree_sitter_cpp
from tree_sitter import Language, Node, Parser, Tree

PARSER = Parser(Language(tree_sitter_cpp.language()))
_ALLOW = re.compile(rb"firmware-check:\s*allow\s+([a-z0-9-]+)")
_NEVER = re.compile(r"^#\s*if\s+(0|false|PLATFORM_ID\s*==\s*(?!6\b|PLATFORM_PHOTON)\w+)\s*$", re.MULTILINE)
_ALWAYS = re.compile(r"^#\s*if\s+(1|true|PLATFORM_ID\s*==\s*6)\s*$", re.MULTILINE)
_PARTICLE = {"PARTICLE", "SPARK", "PLATFORM_ID", "PLATFORM_PHOTON_PRODUCTION", "SYSTEM_VERSION"}
#: Objects of Device OS: a method of theirs is never one of the sketch's own.
SYSTEM_OBJECTS = {"Particle", "Spark", "Serial", "Serial1", "WiFi", "System", "Time", "RGB", "EEPROM", "Log"}


#: C++ that this grammar does not know, and which no rule asks for: the type below an enum without a name, and the
#: class of a pointer to a member.
_GAPS = re.compile(rb"(?<=\benum)(\s*:[\s\w:]+)(?=\{)|(?<=\()((?:\s*\w+\s*::)+)(?=\s*\*)")


def _without_gaps(content: bytes) -> bytes:
    """The same text in the same places, with blanks for what the grammar does not know."""
    return _GAPS.sub(lambda match: re.sub(rb"\S", b" ", match[0]), content)


@dataclass(eq=False)
class Function:
    """A function or a lambda with a body."""

    name: str
    node: Node
    body: Node
    is_method: bool
    parameters: list[str]


@dataclass(eq=False)
class Call:
    """`name` is the last word of what is called, `object` what stands before the dot."""

    name: str
    object: str
    node: Node
    arguments: list[Node]
    function: Function | None

    @property
    def is_plain(self) -> bool:
        return not self.object

    @property
    def is_cloud(self) -> bool:
        return self.object in ("Particle", "Spark")


@dataclass(eq=False)
class Handler:
    """A function that Device OS calls. `kind`: function, variable, event, timer, interrupt, led."""

    kind: str
    node: Node
    function: Function


def text(node: Node | None) -> str:
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def walk(root: Node, into_lambdas: bool = True) -> Iterator[Node]:
    """All nodes below `root` in the order of the text, without what the preprocessor surely takes out."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if not into_lambdas and node is not root and node.type == "lambda_expression":
            continue
        stack.extend(reversed(_compiled_children(node)))


def _compiled_children(node: Node) -> list[Node]:
    if node.type == "preproc_if":
        head = text(node).split("\n", 1)[0].strip()
        alternative = node.child_by_field_name("alternative")
        if _NEVER.match(head):
            return [alternative] if alternative is not None else []
        if _ALWAYS.match(head):
            return [child for child in node.children if child != alternative]
    return node.children


def ancestors(node: Node, top: Node) -> Iterator[Node]:
    """What is around `node`, from the inside out, up to but without `top`."""
    parent = node.parent
    while parent is not None and parent != top:
        yield parent
        parent = parent.parent


def last_name(node: Node | None) -> str:
    """`h` of `h`, `Class::h`, `&Class::h`, `this->h` and `object.h`; empty for anything else."""
    match = re.fullmatch(r"&?\s*(?:[\w:<>]+(?:::|\.|->))*([A-Za-z_]\w*)", text(node))
    return match[1] if match else ""


@dataclass(eq=False)
class Sketch:
    """Never raises on any content: what cannot be parsed is passed over and named in `unread`."""

    contents: Mapping[str, bytes]
    files: dict[str, Node] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {}
        self._file_of: dict[int, str] = {}
        self._trees: list[Tree] = []  # a node is valid only as long as its tree
        for path, content in sorted(self.contents.items()):
            tree = PARSER.parse(content)
            if tree.root_node.has_error:
                tree = PARSER.parse(_without_gaps(content))
            self._trees.append(tree)
            self.files[path] = tree.root_node
            self._file_of[tree.root_node.id] = path

    def place(self, node: Node) -> tuple[str, int]:
        root = node
        while root.parent is not None:
            root = root.parent
        return self._file_of.get(root.id, "?"), node.start_point[0] + 1

    def is_compiled(self, node: Node) -> bool:
        """False where it depends on a condition of the preprocessor that reading does not decide."""
        parent = node.parent
        while parent is not None:
            if parent.type in ("preproc_if", "preproc_elif", "preproc_ifdef") and not _is_decided(parent):
                return False
            parent = parent.parent
        return True

    def allows(self, file: str, line: int, rule: str) -> bool:
        """Whether the line, or the one before, says `firmware-check: allow <rule>`."""
        lines = self.contents.get(file, b"").split(b"\n")[max(line - 2, 0) : line]
        return any(match[1].decode() == rule for each in lines for match in _ALLOW.finditer(each))

    @cached_property
    def nodes(self) -> list[Node]:
        return [node for root in self.files.values() for node in walk(root)]

    @cached_property
    def unread(self) -> list[tuple[str, int]]:
        places = (self.place(node) for node in self.nodes if node.type == "ERROR" or node.is_missing)
        return sorted(set(places))

    @cached_property
    def _functions_by_node(self) -> dict[int, Function]:
        return {function.node.id: function for function in map(_function, self.nodes) if function is not None}

    @cached_property
    def functions(self) -> dict[str, list[Function]]:
        """By last name; lambdas have none."""
        named = defaultdict(list)
        for function in self._functions_by_node.values():
            if function.name:
                named[function.name].append(function)
        return dict(named)

    def function_around(self, node: Node) -> Function | None:
        parent: Node | None = node
        while parent is not None:
            if parent.id in self._functions_by_node:
                return self._functions_by_node[parent.id]
            parent = parent.parent
        return None

    @cached_property
    def calls(self) -> list[Call]:
        return [call for call in map(self._call, self.nodes) if call is not None]

    def _call(self, node: Node) -> Call | None:
        if node.type != "call_expression":
            return None
        target = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if target is None or arguments is None:
            return None
        owner = ""
        if target.type == "field_expression":
            owner = text(target.child_by_field_name("argument"))
            target = target.child_by_field_name("field")
        elif target.type == "template_function":
            target = target.child_by_field_name("name")
        given = [argument for argument in arguments.named_children if argument.type != "comment"]
        return Call(last_name(target), owner, node, given, self.function_around(node))

    def calls_of(self, *names: str) -> list[Call]:
        """Plain calls, in the order of the text."""
        return [call for call in self.calls if call.is_plain and call.name in names]

    def cloud_calls(self, *names: str) -> list[Call]:
        """Calls of Particle.*, in the order of the text."""
        return [call for call in self.calls if call.is_cloud and call.name in names]

    # -- who calls whom ---------------------------------------------------------------------------

    def calls_in(self, function: Function) -> list[Call]:
        return self._calls_by_function.get(function.node.id, [])

    @cached_property
    def _calls_by_function(self) -> dict[int, list[Call]]:
        found = defaultdict(list)
        for call in self.calls:
            if call.function is not None:
                found[call.function.node.id].append(call)
        return dict(found)

    def target(self, call: Call) -> Function | None:
        """The sketch's own function that is called, when it can only be that one."""
        candidates = self.functions.get(call.name, [])
        if len(candidates) != 1 or call.object in SYSTEM_OBJECTS:
            return None
        if call.object and not candidates[0].is_method:
            return None
        return candidates[0]

    def reachable(self, start: Function) -> list[Function]:
        """`start`, and what it calls, directly or not."""
        found = [start]
        for function in found:
            for call in self.calls_in(function):
                target = self.target(call)
                if target is not None and target not in found:
                    found.append(target)
        return found

    @cached_property
    def loop(self) -> Function | None:
        found = [
            each for each in self.functions.get("loop", []) if not each.is_method and not each.parameters
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def handlers(self) -> list[Handler]:
        """Everything that is handed to Device OS to be called, as far as it is a function of the sketch."""
        kinds = {"function": "function", "subscribe": "event", "variable": "variable"}
        found = []
        for call in self.calls:
            index, kind = 1, ""
            if call.is_cloud:
                kind = kinds.get(call.name, "")
            elif call.is_plain and call.name == "attachInterrupt":
                kind = "interrupt"
            elif call.object == "RGB" and call.name == "onChange":
                index, kind = 0, "led"
            elif call.is_plain and call.name == "Timer":
                kind = "timer"
            if kind and len(call.arguments) > index:
                found.append((kind, call.arguments[index]))
        found += [("timer", argument) for argument in self._timer_callbacks()]
        functions = ((kind, node, self._handed(node)) for kind, node in found)
        return [Handler(kind, node, function) for kind, node, function in functions if function is not None]

    def _timer_callbacks(self) -> Iterator[Node]:
        """The second argument of `Timer name(period, callback)` and of `new Timer(period, callback)`."""
        for node in self.nodes:
            if node.type not in ("declaration", "new_expression", "field_declaration"):
                continue
            if last_name(node.child_by_field_name("type")) != "Timer":
                continue
            for child in walk(node, into_lambdas=False):
                if child.type in ("argument_list", "parameter_list", "initializer_list"):
                    given = [each for each in child.named_children if each.type != "comment"]
                    if len(given) > 1:
                        yield given[1]
                    break

    def _handed(self, node: Node) -> Function | None:
        if node.type == "lambda_expression":
            return self._functions_by_node.get(node.id)
        candidates = self.functions.get(last_name(node), [])
        return candidates[0] if len(candidates) == 1 else None


def _is_decided(condition: Node) -> bool:
    """A header's guard, a macro that every Particle board has, and conditions with a known outcome."""
    if condition.type == "preproc_ifdef":
        name = text(condition.child_by_field_name("name"))
        inside = [text(child.child_by_field_name("name")) for child in condition.children]
        is_guard = condition.children[0].type == "#ifndef" and name in inside[2:]
        return is_guard or (condition.children[0].type == "#ifdef" and name in _PARTICLE)
    head = text(condition).split("\n", 1)[0].strip()
    return condition.type == "preproc_if" and bool(_NEVER.match(head) or _ALWAYS.match(head))


def _function(node: Node) -> Function | None:
    body = node.child_by_field_name("body")
    if node.type not in ("function_definition", "lambda_expression") or body is None:
        return None
    declarator = node.child_by_field_name("declarator")
    while declarator is not None and declarator.type in ("pointer_declarator", "reference_declarator"):
        declarator = declarator.child_by_field_name("declarator") or declarator.named_child(0)
    if declarator is None or declarator.type not in ("function_declarator", "abstract_function_declarator"):
        return Function("", node, body, False, []) if node.type == "lambda_expression" else None
    name = declarator.child_by_field_name("declarator")
    is_method = name is not None and name.type in ("qualified_identifier", "field_identifier")
    parameters = declarator.child_by_field_name("parameters")
    names = [] if parameters is None else [_parameter(each) for each in parameters.named_children]
    if text(parameters).replace(" ", "") == "(void)":
        names = []
    return Function(last_name(name), node, body, is_method, names)


def _parameter(node: Node) -> str:
    words = re.findall(r"[A-Za-z_]\w*", text(node.child_by_field_name("declarator")))
    return words[0] if words else ""
