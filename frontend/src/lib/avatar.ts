/** A small picture for an address: four tiles of a mosaic, the same on every page. */

export interface Tile {
  x: number;
  y: number;
  /** Index into the palette. */
  color: number;
  shape: "square" | "quarter" | "disc" | "leaf";
  /** Degrees: 0, 90, 180, 270. */
  turn: number;
}

export interface Avatar {
  ground: string;
  colors: string[];
  tiles: Tile[];
}

// Glaze and clay: all sit well on paper and on ink.
const PALETTES = [
  ["#e7d8c0", "#0f5b57", "#c8743f", "#2f3e46"],
  ["#dfe6dc", "#3c6e52", "#d9a441", "#7a3b2e"],
  ["#ecdcd3", "#8a3f3a", "#27565e", "#d8a47f"],
  ["#dce3ea", "#28527a", "#c98b2b", "#5a6b7b"],
  ["#efe3cd", "#7b5e2a", "#3d6b66", "#b5533c"],
  ["#e4dcea", "#5b4a78", "#b98a3a", "#3f6b5d"],
] as const;
const SHAPES = ["square", "quarter", "disc", "leaf"] as const;

export function avatarOf(address: string): Avatar {
  const bytes = (address.slice(2).toLowerCase().match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  const at = (index: number): number => bytes[index % bytes.length] ?? 0;
  const [ground, ...colors] = PALETTES[at(0) % PALETTES.length] ?? PALETTES[0];
  const tiles = [0, 1, 2, 3].map((cell) => ({
    x: (cell % 2) * 16,
    y: cell < 2 ? 0 : 16,
    color: at(1 + cell * 4) % colors.length,
    shape: SHAPES[at(2 + cell * 4) % SHAPES.length] ?? "square",
    turn: (at(3 + cell * 4) % 4) * 90,
  }));
  return { ground, colors, tiles };
}
