"""Operators' commands (`ape run …`). Modules with a leading underscore are their helpers."""
