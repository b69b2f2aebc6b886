"""The faults: each takes a node of the syntax tree and gives the ranges to write anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from tools.mutate.compiler import Json
from tools.mutate.syntax import Range, children, range_of, with_semicolon

Edit = tuple[Range, str]
"""A range of the source, and what is written there instead."""

Operator = Callable[[Json, bytes], Iterator[Edit]]

OPPOSITES = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "%": "*",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "&&": "||",
    "||": "&&",
    "&": "|",
    "|": "&",
    "<<": ">>",
    ">>": "<<",
    "+=": "-=",
    "-=": "+=",
    "|=": "&=",
    "&=": "|=",
}


def swap_operator(node: Json, source: bytes) -> Iterator[Edit]:
    """a + b → a - b; a < b → a <= b; a += b → a -= b"""
    if node["nodeType"] not in ("BinaryOperation", "Assignment") or node["operator"] not in OPPOSITES:
        return
    sides = ("leftExpression", "rightExpression") if "leftExpression" in node else ("leftHandSide", "rightHandSide")
    left, right = (range_of(node[side]) for side in sides)
    at = source.index(node["operator"].encode(), left.end, right.start)
    yield Range(at, at + len(node["operator"])), OPPOSITES[node["operator"]]


def negate_condition(node: Json, source: bytes) -> Iterator[Edit]:
    """if (a) → if (!(a)); equalities are turned by their operator already."""
    if node["nodeType"] == "IfStatement" and node["condition"].get("operator") not in ("==", "!="):
        condition = range_of(node["condition"])
        yield condition, f"!({_text(source, condition)})"


def drop_guard(node: Json, source: bytes) -> Iterator[Edit]:
    """if (a) revert E(); → nothing"""
    if node["nodeType"] == "IfStatement" and _reverts(node["trueBody"]) and not node.get("falseBody"):
        yield with_semicolon(range_of(node), source), "{}"


def drop_statement(node: Json, source: bytes) -> Iterator[Edit]:
    """An assignment, a call or an event is left out."""
    if node["nodeType"] == "ForStatement":
        return
    for child in children(node):
        if child["nodeType"] in ("ExpressionStatement", "EmitStatement", "Continue"):
            yield with_semicolon(range_of(child), source), "{}"


def change_number(node: Json, source: bytes) -> Iterator[Edit]:
    """n → n + 1, and n → 0"""
    if node["nodeType"] != "Literal" or node["kind"] != "number" or len(node["value"]) == 42:
        return
    here = range_of(node)
    text = _text(source, here)
    yield here, str(int(text) + 1) if text.isdigit() else f"({text} + 1)"
    if text not in ("0", "1"):
        yield here, "0"


def swap_truth(node: Json, _: bytes) -> Iterator[Edit]:
    """true → false"""
    if node["nodeType"] == "Literal" and node["kind"] == "bool":
        yield range_of(node), "false" if node["value"] == "true" else "true"


def drop_negation(node: Json, source: bytes) -> Iterator[Edit]:
    """!a → a"""
    if node["nodeType"] == "UnaryOperation" and node["operator"] in ("!", "~"):
        yield range_of(node), _text(source, range_of(node["subExpression"]))


def drop_modifier(node: Json, _: bytes) -> Iterator[Edit]:
    """restricted, nonReentrant, onlyDisputes are left out; constructors of bases are none."""
    for modifier in node.get("modifiers", ()):
        if modifier.get("kind") == "modifierInvocation":
            yield range_of(modifier), ""


def swap_branches(node: Json, source: bytes) -> Iterator[Edit]:
    """a ? b : c → a ? c : b"""
    if node["nodeType"] == "Conditional":
        yield _swapped(node["trueExpression"], node["falseExpression"], source)


def swap_arguments(node: Json, source: bytes) -> Iterator[Edit]:
    """f(a, b) → f(b, a), for the first neighbours of one type"""
    if node["nodeType"] != "FunctionCall" or node["kind"] != "functionCall" or node["names"]:
        return
    arguments = node["arguments"]
    for one, other in pairwise(arguments):
        if _type(one) == _type(other):
            yield _swapped(one, other, source)
            return


OPERATORS: tuple[Operator, ...] = (
    swap_operator,
    negate_condition,
    drop_guard,
    drop_statement,
    change_number,
    swap_truth,
    drop_negation,
    drop_modifier,
    swap_branches,
    swap_arguments,
)


def _text(source: bytes, where: Range) -> str:
    return source[where.start : where.end].decode()


def _swapped(one: Json, other: Json, source: bytes) -> Edit:
    first, second = range_of(one), range_of(other)
    between = _text(source, Range(first.end, second.start))
    return Range(first.start, second.end), f"{_text(source, second)}{between}{_text(source, first)}"


def _type(expression: Json) -> str:
    return str(expression["typeDescriptions"]["typeString"])


def _reverts(body: Json) -> bool:
    last = body["statements"][-1] if body["nodeType"] == "Block" and body["statements"] else body
    return bool(last["nodeType"] == "RevertStatement")
