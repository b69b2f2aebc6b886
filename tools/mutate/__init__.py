"""How good the contracts' tests are: small faults are put into the contracts, and the tests must find each of them."""
