"""Syntax trees, as the compiler gives them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Node = dict[str, Any]

LOGICAL = ("&&", "||")


def parse(compiler: Path, root: Path, files: list[Path]) -> dict[Path, Node]:
    """The tree of each file, by its path below `root`."""
    question = {
        "language": "Solidity",
        "sources": {str(file): {"content": (root / file).read_text()} for file in files},
        "settings": {
            "remappings": ["@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/"],
            "outputSelection": {"*": {"": ["ast"]}},
        },
    }
    command = [str(compiler), "--standard-json", "--base-path", str(root)]
    run = subprocess.run(command, input=json.dumps(question).encode(), stdout=subprocess.PIPE, check=True)
    answer = json.loads(run.stdout)
    errors = [error["formattedMessage"] for error in answer.get("errors", []) if error["severity"] == "error"]
    if errors:
        raise SystemExit("\n".join(errors))
    return {file: answer["sources"][str(file)]["ast"] for file in files}


def span(node: Node) -> tuple[int, int]:
    """Where it begins and ends, in bytes."""
    start, length, _ = map(int, node["src"].split(":"))
    return start, start + length


def children(node: Node) -> Iterator[Node]:
    """In any order. Assembly has a tree of another kind, and no conditions of ours."""
    if node["nodeType"] == "InlineAssembly":
        return
    for value in node.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "nodeType" in child:
                yield child


def bodies_of(node: Node) -> list[Node]:
    """What a statement does under a condition; a block or a single statement each."""
    return [node[key] for key in ("trueBody", "falseBody", "body") if isinstance(node.get(key), dict)]


def conditions_of(node: Node) -> list[Node]:
    """The conditions that decide what this node does, down to those that are no `&&`, `||` or `!` of others."""
    if node["nodeType"] == "BinaryOperation" and node["operator"] in LOGICAL:
        return [*_leaves(node["leftExpression"]), *_leaves(node["rightExpression"])]
    condition = node.get("condition")
    return _leaves(condition) if condition else []


def _leaves(expression: Node) -> list[Node]:
    match expression["nodeType"], expression.get("operator"):
        case "TupleExpression", _:
            return _leaves(expression["components"][0])
        case "UnaryOperation", "!":
            return _leaves(expression["subExpression"])
        case "BinaryOperation", "&&" | "||":
            return []  # Visited by itself.
    return [expression]
