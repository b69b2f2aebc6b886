"""The event bus: `chain.event` as it leaves the indexer, with a cursor for each consumer. See docs/events.md."""
