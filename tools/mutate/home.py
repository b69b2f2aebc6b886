"""Where mutants live, and what its parts agree upon."""

from tools.mutate.compiler import ROOT

HOME = ROOT / ".mutants"
TASK = HOME / "task.json"
"""What `session` has to do."""
ANVIL_LOG = "anvil.log"
"""In the folder where the tests run."""

SWITCH = "0x00000000000000000000000000000000000FA017"
"""Its balance is the number of the fault that is on (`Switch.sol`)."""

LISTEN = 1 << 64
"""The balance while tests are listened to."""
