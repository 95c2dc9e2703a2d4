"""Where things are."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BENCH = CHECKOUT / "bench"
BUILT = CHECKOUT / ".warroom" / "bench"
"""What bin/bench has built or installed: the load client, the Node peers."""

WSLOAD = BUILT / "wsload"
NODE_MODULES = BUILT / "node" / "node_modules"
