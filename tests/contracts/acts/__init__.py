"""What the state machine may do, by domain. Each module is a part of `MarketMachine`."""
