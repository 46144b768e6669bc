"""Whether what stands in a function is always run, and how long it waits."""

from __future__ import annotations

from tree_sitter import Node

from photonsim.firmware_check.sketch import Call, Function, Sketch, ancestors, text, walk
from photonsim.firmware_check.values import number

CONDITIONS = {
    "if_statement",
    "switch_statement",
    "conditional_expression",
    "while_statement",
    "for_statement",
    "for_range_loop",
    "catch_clause",
}
LOOPS = {"while_statement", "for_statement", "for_range_loop", "do_statement"}


def conditions_around(node: Node, function: Function) -> list[Node]:
    """Statements that decide whether `node` is run, from the inside out."""
    found = []
    inner = node
    for outer in ancestors(node, function.node):
        is_logical = outer.type == "binary_expression" and text(outer.child_by_field_name("operator")) in (
            "&&",
            "||",
        )
        deciding = "condition" if outer.type in CONDITIONS else "left" if is_logical else None
        if deciding is not None and outer.child_by_field_name(deciding) != inner:
            found.append(outer)
        inner = outer
    return found


def is_conditional(node: Node, function: Function) -> bool:
    return bool(conditions_around(node, function)) or may_have_left(node, function)


def may_have_left(node: Node, function: Function) -> bool:
    """Whether the function may return, or go elsewhere, before it comes to `node`."""
    leaving = ("return_statement", "goto_statement", "break_statement", "continue_statement")
    return any(
        each.type in leaving and each.start_byte < node.start_byte
        for each in walk(function.body, into_lambdas=False)
    )


def rounds(sketch: Sketch, call: Call) -> int | None:
    """How often the loops around `call` run it, 1 where there is none; None where reading does not tell."""
    total = 1
    for outer in ancestors(call.node, call.function.node) if call.function is not None else ():
        if outer.type in LOOPS:
            times = _counted(sketch, outer)
            if times is None:
                return None
            total *= times
    return total


def _counted(sketch: Sketch, loop: Node) -> int | None:
    """Rounds of `for (int i = 3; i < 9; i += 2)`, and of the same downwards."""
    start, condition, update = (
        loop.child_by_field_name(name) for name in ("initializer", "condition", "update")
    )
    if loop.type != "for_statement" or start is None or condition is None or update is None:
        return None
    first = next(
        (node for node in walk(start) if node.type in ("init_declarator", "assignment_expression")), None
    )
    begin = (
        None if first is None else first.child_by_field_name("value") or first.child_by_field_name("right")
    )
    end = condition.child_by_field_name("right")
    if begin is None or end is None:
        return None
    a, b = number(sketch, begin), number(sketch, end)
    by = update.child_by_field_name("right") if update.type == "assignment_expression" else None
    step = 1 if update.type == "update_expression" else None if by is None else number(sketch, by)
    if a is None or b is None or not step:
        return None
    return -(-abs(b - a) // abs(step)) + ("=" in text(condition.child_by_field_name("operator")))


def waiting_loops(function: Function) -> list[Node]:
    """`while (…) {}` and `while (…) Particle.process();`: loops that do nothing but wait."""
    found = []
    for node in walk(function.body, into_lambdas=False):
        body = node.child_by_field_name("body")
        if node.type == "while_statement" and body is not None:
            words = text(body).strip("{} \n\t;").replace(" ", "")
            if words in ("", "Particle.process()", "Spark.process()", "SPARK_WLAN_Loop()"):
                found.append(node)
    return found
