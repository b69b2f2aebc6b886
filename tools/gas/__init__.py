"""What each step of a sale costs in gas, intrinsic cost included, measured on a fresh chain."""
