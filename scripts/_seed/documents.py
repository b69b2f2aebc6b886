"""What sellers write when they ship and deliver."""

from __future__ import annotations

from random import Random

from scripts._content import document
from scripts._seed.plan import Line

CARRIERS = ("CTT Expresso", "PostNord", "DHL Paket", "Colissimo", "Royal Mail", "GLS")
BEGUN = (
    "I have started. You will hear from me when there is something to see.",
    "Materials are ordered and the first day is in my calendar; I write again on Friday.",
    "Begun this morning. Two questions are in your messages, nothing urgent.",
)
DONE = {
    "good": "The carrier says it is with you. Have a look while the time to inspect runs; say if anything is amiss.",
    "service": "Done, as agreed. The notes are attached to our messages; take your time to look through them.",
    "digital": "Your files are ready in your messages. Licence and changes are in the folder.",
}


def written(line: Line, action: str, rng: Random) -> bytes | None:
    """The document that goes with a step of an order; None where there is none."""
    if action == "start" and line.item.kind == "good":
        return _shipped(rng)
    if action == "start":
        return document({"title": "Begun", "description": rng.choice(BEGUN)})
    if action == "deliver":
        return document({"title": "Delivered", "description": DONE[line.item.kind]})
    return None


def _shipped(rng: Random) -> bytes:
    carrier = rng.choice(CARRIERS)
    tracking = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(2)) + f"{rng.randrange(10**9):09}"
    attributes = [{"name": "Carrier", "value": carrier}, {"name": "Tracking number", "value": tracking}]
    return document({"title": "On its way", "description": f"Handed to {carrier} today.", "attributes": attributes})
