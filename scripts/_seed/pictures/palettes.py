"""Colours that go together: a wall, a table, three for the thing shown, and ink."""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import Colour, rgb


@dataclass(frozen=True)
class Palette:
    wall: Colour
    table: Colour
    main: Colour
    second: Colour
    accent: Colour
    ink: Colour


def _palette(wall: str, table: str, main: str, second: str, accent: str, ink: str = "3A2A24") -> Palette:
    return Palette(rgb(wall), rgb(table), rgb(main), rgb(second), rgb(accent), rgb(ink))


PALETTES = {
    "terracotta": _palette("F1E4D2", "D9B48F", "C4623F", "F0D9B8", "2F6F6B"),
    "teal": _palette("EDE5D4", "C9AC86", "2F6F6B", "E6C389", "C4623F"),
    "olive": _palette("F0E8D3", "C7A77C", "7A8450", "EBD5A4", "B5533C"),
    "indigo": _palette("EEE4D8", "C9A88A", "3E5573", "E9CDAE", "C9713F", "2A2B36"),
    "ochre": _palette("F4EAD6", "B98E62", "D69A3A", "8A6246", "3B6B6A"),
    "plum": _palette("F1E5DC", "CFA88F", "7C4654", "E8CBB2", "6C8264"),
    "sage": _palette("ECEADA", "CDB797", "8EA386", "F3E8CF", "C8694A"),
    "slate": _palette("EBE6DC", "B29A85", "56676F", "E9D6B6", "D08C4A", "2C2F33"),
    "rose": _palette("F6E8DE", "D5AC92", "CF8674", "F6DFCB", "48666B"),
    "cream": _palette("DDB892", "A9744F", "F5E9D3", "E3C79B", "9C4A32"),
    "pine": _palette("5F7F78", "B98A62", "F0E0C2", "D9A05B", "C4623F", "243330"),
    "brick": _palette("C9805F", "8E553D", "F4E3C8", "E6B873", "2F5F5E"),
    "honey": _palette("EBC98F", "A87344", "B5582F", "F8ECD2", "37605D"),
    "dusk": _palette("8C9BA0", "C7A284", "EFD9B9", "C4623F", "2F4B57", "25303A"),
}
