"""The thin API: search, content and health over what the indexer wrote. It signs nothing and sends no transaction."""
