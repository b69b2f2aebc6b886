"""The demo market."""
