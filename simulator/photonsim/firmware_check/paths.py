"""Whether what stands in a function is always run, and how long it waits."""

from __future__ import annotations

from tree_sitter import Node

from photonsim.firmware_check.sketch import Call, Function, ancestors, text, walk

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


def is_in_loop(call: Call) -> bool:
    if call.function is None:
        return False
    return any(outer.type in LOOPS for outer in ancestors(call.node, call.function.node))


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
