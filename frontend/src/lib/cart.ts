/** The cart: what somebody means to buy, as they saw it, and what has changed since. */
import { sameAddress } from "./address";
import { money, sumByToken, type Money } from "./money";

export interface CartLine {
  listingId: number;
  /** The version, price and title that were seen; a purchase names this version. */
  version: number;
  price: Money;
  title: string;
  image: string | null;
  seller: { address: string; name: string | null };
  quantity: number;
}

/** What of a listing decides whether a line can still be bought. */
export interface Offered {
  version: number;
  price: Money;
  stock: number | null;
  on_sale: boolean;
  member_tier: number;
  seller: { address: string };
}

export type CartIssue =
  | { kind: "gone" }
  | { kind: "closed" }
  | { kind: "own" }
  | { kind: "members" }
  | { kind: "soldOut" }
  | { kind: "stock"; available: number }
  | { kind: "price"; before: Money; after: Money }
  | { kind: "version"; before: number; after: number };

/** Why a line cannot be bought as it stands; null if it can. `listing` is null when it no longer exists. */
export function issueOf(line: CartLine, listing: Offered | null, viewer: string | null): CartIssue | null {
  if (!listing) return { kind: "gone" };
  if (sameAddress(listing.seller.address, viewer)) return { kind: "own" };
  if (listing.stock === 0) return { kind: "soldOut" };
  if (!listing.on_sale) return { kind: "closed" };
  if (listing.member_tier > 0) return { kind: "members" };
  if (listing.price.amount !== line.price.amount)
    return { kind: "price", before: line.price, after: listing.price };
  if (listing.version !== line.version)
    return { kind: "version", before: line.version, after: listing.version };
  if (listing.stock !== null && line.quantity > listing.stock)
    return { kind: "stock", available: listing.stock };
  return null;
}

/** The line as it would be bought now: today's version and price, no more than there is. */
export function accepted(line: CartLine, listing: Offered): CartLine {
  const quantity =
    listing.stock === null ? line.quantity : Math.max(1, Math.min(line.quantity, listing.stock));
  return { ...line, version: listing.version, price: listing.price, quantity };
}

/** Adds to a line of the same listing, or appends one; what was seen last counts. */
export function added(lines: readonly CartLine[], line: CartLine): CartLine[] {
  const before = lines.find((each) => each.listingId === line.listingId);
  if (!before) return [...lines, line];
  const quantity = before.quantity + line.quantity;
  return lines.map((each) => (each === before ? { ...line, quantity } : each));
}

export function totalOf(line: CartLine): Money {
  return money(BigInt(line.price.amount) * BigInt(line.quantity), line.price);
}

export interface CartGroup {
  seller: CartLine["seller"];
  lines: CartLine[];
  totals: Money[];
}

export function bySeller(lines: readonly CartLine[]): CartGroup[] {
  const groups = grouped(lines, (line) => line.seller.address.toLowerCase());
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ seller: first.seller, lines: own, totals: sumByToken(own.map(totalOf)) }] : [];
  });
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** The same lines with those of one token together: the contract takes each token in one transfer. */
export function sortedByToken(lines: readonly CartLine[]): CartLine[] {
  return [...lines].sort((a, b) => a.price.token.toLowerCase().localeCompare(b.price.token.toLowerCase()));
}
