"""How much of the contracts the Python tests reach.

Solidity has no coverage that ape could read, so the sources are copied with a probe before each statement and around
each condition (`instrument`). A probe is a call of the address of `console.log`, which works in views, outlives the
optimiser, survives a revert, and which anvil prints. The tests then run on the copy (`run`), and what anvil printed is
what was reached (`report`).
"""
