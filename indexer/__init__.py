"""Follows the market's logs into schema `chain`: fetch, decode, apply, commit."""
