"""Events in every run of loop()."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from photonsim.firmware_check.finding import Found, Rule
from photonsim.firmware_check.paths import conditions_around, may_have_left, waiting_loops
from photonsim.firmware_check.sketch import Function, Sketch, text, walk
from photonsim.firmware_check.values import number

_ENOUGH_MS = 1000
_READS = {"digitalRead", "analogRead"}
_WAITS = ("waitUntil", "waitFor", "waitUntilNot", "waitForNot", "pulseIn", "Future")


def find(sketch: Sketch) -> Iterator[Found]:
    if sketch.loop is None or _waits_enough(sketch, sketch.loop):
        return
    seen: set[int] = set()
    pending = [sketch.loop]
    while pending:
        function = pending.pop()
        if function.node.id in seen:
            continue
        seen.add(function.node.id)
        for call in sketch.calls_in(function):
            if not _is_run_each_time(sketch, call.node, function):
                continue
            target = sketch.target(call)
            if target is not None:
                pending.append(target)
            elif call.is_cloud and call.name == "publish":
                yield Found(
                    call.node,
                    "loop() can come here many times a second: after 4 events in a second all others are refused, "
                    "and as long as it goes on none gets through any more",
                )


def _waits_enough(sketch: Sketch, loop: Function) -> bool:
    """Whether a run of loop() takes a second, or may take it: then nothing can be told."""
    total = 0
    for function in sketch.reachable(loop):
        if waiting_loops(function):
            return True
        for call in sketch.calls_in(function):
            if call.name in _WAITS or (call.object == "System" and call.name == "sleep"):
                return True
            if call.name in ("delay", "wait") and call.arguments:
                ms = number(sketch, call.arguments[0])
                if ms is None:
                    return True
                total += ms
            elif call.name == "delay":
                return True
    return total >= _ENOUGH_MS


def _is_run_each_time(sketch: Sketch, node: Node, function: Function) -> bool:
    """Whether nothing holds it back but the level of an input, which can stay for hours."""
    if may_have_left(node, function):
        return False
    return all(_is_level(sketch, condition, function) for condition in conditions_around(node, function))


def _is_level(sketch: Sketch, statement: Node, function: Function) -> bool:
    condition = statement.child_by_field_name("condition")
    if statement.type != "if_statement" or condition is None:
        return False
    # What is written inside may be what ends the condition.
    inside = walk(statement, into_lambdas=False)
    if any(each.type in ("assignment_expression", "update_expression") for each in inside):
        return False
    reads = False
    for each in walk(condition):
        if each.type == "call_expression":
            if text(each.child_by_field_name("function")) not in _READS:
                return False
            reads = True
        elif each.type in ("field_expression", "lambda_expression", "assignment_expression"):
            return False
        elif each.type == "identifier" and not _is_call_part(each):
            if _is_reading(each, function):
                reads = True
            elif number(sketch, each) is None:
                return False
    return reads


def _is_call_part(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type in ("argument_list", "call_expression", "subscript_expression"):
        if parent.type == "call_expression":
            return True
        parent = parent.parent
    return False


def _is_reading(name: Node, function: Function) -> bool:
    """A local variable with what was just read from a pin."""
    for node in walk(function.body, into_lambdas=False):
        if node.type == "init_declarator" and text(node.child_by_field_name("declarator")) == text(name):
            declaration = text(node.parent)
            value = text(node.child_by_field_name("value"))
            return (
                not declaration.startswith("static")
                and re.match(r"(digital|analog)Read\s*\(", value) is not None
            )
    return False


RULE = Rule(
    "publish-rate",
    "publish when something has changed, and at most once a second: remember millis() of the last one",
    find,
)
