"""The least that any indexer must do: ask the node for all logs and headers, and read the answers.

`python -m benchmarks.indexer.fetching URL HEAD FOLDER` prints how many logs came.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from indexer.chain import Blocks, Watch
from indexer.deployments import load
from indexer.fetch import Source
from indexer.rpc import Nodes
from indexer.settings import Settings


def main() -> None:
    url, head, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    settings = Settings(DATABASE_URL="", RPC_URLS=url, STOA_DEPLOYMENTS=folder)  # type: ignore[call-arg]
    deployments = load(folder, 31337)
    nodes = Nodes([url], threading.Event(), concurrency=settings.concurrency)
    nodes.identity = deployments.identity
    source = Source(nodes, Watch(contract.address for contract in deployments.contracts.values()), settings)
    base = source.headers([0])[0]
    assert base is not None
    logs, tip = 0, Blocks([base], [], 0).tip
    for step in source.follow(tip):
        if isinstance(step, Blocks):
            logs += len(step.logs)
            if step.tip.number >= head:
                break
    print(logs)


if __name__ == "__main__":
    main()
