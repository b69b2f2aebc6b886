"""What bad nodes do, each as a fault of the proxy."""

import json
import threading
from collections.abc import Callable
from random import Random
from typing import Any

from tests.indexer.proxy import Calls, Exchange, Fault, honest


def status(code: int) -> Fault:
    """An HTTP error."""

    def fault(exchange: Exchange) -> None:
        exchange.status, exchange.body = code, b"no"

    return fault


def late(seconds: float) -> Fault:
    """The answer comes after the asker has given up."""

    def fault(exchange: Exchange) -> None:
        exchange.pass_on()
        threading.Event().wait(seconds)
        exchange.drop = True

    return fault


def dropped(exchange: Exchange) -> None:
    """The connection closes without an answer."""
    exchange.drop = True


def truncated(exchange: Exchange) -> None:
    """The JSON ends in the middle."""
    exchange.pass_on()
    exchange.body = json.dumps(exchange.answers).encode()[:-20]


def not_json(exchange: Exchange) -> None:
    exchange.body = b"<html>busy</html>"


def unanswered(exchange: Exchange) -> None:
    """One call of the batch is left out."""
    exchange.pass_on()
    exchange.answers = exchange.answers[:-1]


def refused_batch(exchange: Exchange) -> None:
    """The whole batch gets one error."""
    exchange.body = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32000, "message": "busy"}}).encode()


def null_blocks(exchange: Exchange) -> None:
    """Blocks that exist are null."""
    exchange.pass_on()
    _replace(exchange, "eth_getBlockByNumber", lambda call, result: None)


def one_block_of_many_missing(most: int) -> Fault:
    """A balancer over nodes of which one lags: of more than `most` blocks in one question, the last is null."""

    def fault(exchange: Exchange) -> None:
        exchange.pass_on()
        asked = [call["id"] for call in exchange.calls if call["method"] == "eth_getBlockByNumber"]
        if len(asked) > most:
            _replace(exchange, "eth_getBlockByNumber", lambda call, result: None if call["id"] == asked[-1] else result)

    return fault


def missing_logs(exchange: Exchange) -> None:
    """No block has any logs."""
    exchange.pass_on()
    _replace(exchange, "eth_getLogs", lambda call, result: [])


def fewer_logs(exchange: Exchange) -> None:
    """The last log of each answer is left out, where others of its block remain: no bloom filter shows it."""
    exchange.pass_on()
    _replace(exchange, "eth_getLogs", lambda call, result: result[:-1] if _crowded(result) else result)


def altered_logs(exchange: Exchange) -> None:
    """The last log of each answer says something else."""
    exchange.pass_on()
    _replace(exchange, "eth_getLogs", lambda call, result: result[:-1] + [_altered(entry) for entry in result[-1:]])


def without_receipts(fault: Fault) -> Fault:
    """A node that keeps no receipts, besides another fault."""

    def both(exchange: Exchange) -> None:
        if exchange.asks("eth_getBlockReceipts"):
            error = {"code": -32601, "message": "the method is not available"}
            exchange.body = json.dumps([{"jsonrpc": "2.0", "id": 0, "error": error}]).encode()
        else:
            fault(exchange)

    return both


def frozen(number: int) -> Fault:
    """A node that has not gone on from this block."""

    def fault(exchange: Exchange) -> None:
        _show_up_to(exchange, number)

    return fault


def boasting(blocks: int) -> Fault:
    """A node whose head is so many blocks ahead of what there is."""

    def fault(exchange: Exchange) -> None:
        exchange.pass_on()
        _replace(exchange, "eth_getBlockByNumber", lambda call, result: _ahead(call, result, blocks))

    return fault


def echo(exchange: Exchange) -> None:
    """An error that repeats the address that was asked, as some nodes' do."""
    exchange.body = json.dumps(
        {"jsonrpc": "2.0", "id": None, "error": {"code": -32000, "message": f"no quota: {exchange.path}"}}
    ).encode()


def unreadable(exchange: Exchange) -> None:
    """JSON whose numbers are none."""
    exchange.pass_on()
    _replace(exchange, "eth_getBlockByNumber", lambda call, result: result and result | {"number": "0xzz"})


def illegible_logs(exchange: Exchange) -> None:
    """Logs whose data is no hexadecimal."""
    exchange.pass_on()
    _replace(exchange, "eth_getLogs", lambda call, result: [entry | {"data": "0xzz"} for entry in result])


def balanced(random: Random, share: float, blocks: int) -> Fault:
    """A balancer: such a share of the requests goes to a node that lags so far behind."""
    lag = lagging(blocks)

    def fault(exchange: Exchange) -> None:
        (lag if random.random() < share else honest)(exchange)

    return fault


def scattered(random: Random, share: float, blocks: int) -> Fault:
    """As `balanced`, for each call of a batch by itself."""
    balancer = balanced(random, share, blocks)

    def fault(exchange: Exchange) -> None:
        answers: Calls = []
        calls = exchange.calls
        for call in calls:
            exchange.calls = [call]
            balancer(exchange)
            answers += exchange.answers
        exchange.calls, exchange.answers = calls, answers

    return fault


def foreign_logs(exchange: Exchange) -> None:
    """Logs carry the hash of another block."""
    exchange.pass_on()
    _replace(
        exchange, "eth_getLogs", lambda call, result: [entry | {"blockHash": "0x" + "ee" * 32} for entry in result]
    )


def lagging(blocks: int) -> Fault:
    """A node behind the same address that has not seen the newest blocks yet."""

    def fault(exchange: Exchange) -> None:
        [head] = exchange.forward([{"jsonrpc": "2.0", "id": 0, "method": "eth_blockNumber", "params": []}])
        _show_up_to(exchange, max(int(head["result"], 16) - blocks, 0))

    return fault


def at_most_blocks(blocks: int) -> Fault:
    """`eth_getLogs` takes no wider ranges."""

    def fault(exchange: Exchange) -> None:
        exchange.pass_on()
        for call, answer in zip(exchange.calls, exchange.answers, strict=True):
            where = call["params"][0] if call["method"] == "eth_getLogs" else {}
            if "fromBlock" in where and int(where["toBlock"], 16) - int(where["fromBlock"], 16) >= blocks:
                del answer["result"]
                answer["error"] = {"code": -32005, "message": f"exceed maximum block range: {blocks}"}

    return fault


def _show_up_to(exchange: Exchange, newest: int) -> None:
    exchange.calls = [_behind(call, newest) for call in exchange.calls]
    exchange.pass_on()
    _replace(exchange, "eth_getBlockByNumber", lambda call, result: _seen(result, newest))
    _replace(exchange, "eth_getLogs", lambda call, result: [e for e in result if int(e["blockNumber"], 16) <= newest])


def at_most(results: int) -> Fault:
    """`eth_getLogs` refuses to give more than so many logs for a range."""

    def fault(exchange: Exchange) -> None:
        exchange.pass_on()
        for call, answer in zip(exchange.calls, exchange.answers, strict=True):
            ranged = call["method"] == "eth_getLogs" and "fromBlock" in call["params"][0]
            if ranged and len(answer["result"]) > results:
                del answer["result"]
                answer["error"] = {"code": -32005, "message": f"query returned more than {results} results"}

    return fault


def _crowded(logs: Calls) -> bool:
    return len(logs) > 1 and logs[-1]["blockHash"] == logs[-2]["blockHash"]


def _altered(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"data": entry["data"][:-1] + ("0" if entry["data"][-1] == "1" else "1")}


def _ahead(call: dict[str, Any], block: dict[str, Any] | None, blocks: int) -> dict[str, Any] | None:
    if block is None or call["params"][0] != "latest":
        return block
    return block | {
        "number": hex(int(block["number"], 16) + blocks),
        "hash": "0x" + "ab" * 32,
        "parentHash": "0x" + "ba" * 32,
    }


def _behind(call: dict[str, Any], newest: int) -> dict[str, Any]:
    if call["method"] == "eth_getBlockByNumber" and call["params"][0] == "latest":
        return call | {"params": [hex(newest), False]}
    return call


def _seen(block: dict[str, Any] | None, newest: int) -> dict[str, Any] | None:
    return block if block is not None and int(block["number"], 16) <= newest else None


def _replace(exchange: Exchange, method: str, change: Callable[[dict[str, Any], Any], Any]) -> None:
    by_id = {call["id"]: call for call in exchange.calls}
    for answer in exchange.answers:
        call = by_id[answer["id"]]
        if call["method"] == method and "result" in answer:
            answer["result"] = change(call, answer["result"])
