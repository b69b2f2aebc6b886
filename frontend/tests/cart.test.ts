import { describe, expect, test } from "vitest";
import {
  accepted,
  added,
  bySeller,
  issueOf,
  sortedByToken,
  totalOf,
  type CartLine,
  type Offered,
} from "@/lib/cart";
import { money, NATIVE } from "@/lib/money";

const ETH = { token: NATIVE, symbol: "ETH", decimals: 18 };
const USDC = { token: "0x1111111111111111111111111111111111111111", symbol: "USDC", decimals: 6 };
const SELLER = { address: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", name: "Silas" };

function line(change: Partial<CartLine> = {}): CartLine {
  return {
    listingId: 7,
    version: 2,
    price: money(100n, ETH),
    title: "Bowl",
    image: null,
    seller: SELLER,
    quantity: 3,
    ...change,
  };
}

function listing(change: Partial<Offered> = {}): Offered {
  return {
    version: 2,
    price: money(100n, ETH),
    stock: 5,
    on_sale: true,
    member_tier: 0,
    seller: SELLER,
    ...change,
  };
}

describe("issueOf", () => {
  test("nothing stands against a line that is as it was", () => {
    expect(issueOf(line(), listing(), null)).toBeNull();
    expect(issueOf(line({ quantity: 9_999 }), listing({ stock: null }), null)).toBeNull();
  });

  test.each([
    ["gone", null],
    ["soldOut", listing({ stock: 0, on_sale: false })],
    ["closed", listing({ on_sale: false })],
    ["members", listing({ member_tier: 1 })],
    ["price", listing({ version: 3, price: money(101n, ETH) })],
    ["version", listing({ version: 3 })],
    ["stock", listing({ stock: 2 })],
  ] as const)("says %s", (kind, now) => {
    expect(issueOf(line(), now, null)?.kind).toBe(kind);
  });

  test("nobody buys from themselves, in any spelling of their address", () => {
    expect(issueOf(line(), listing(), SELLER.address.toLowerCase())?.kind).toBe("own");
  });
});

test("accepting a change takes today's version and price, and no more than there is", () => {
  const now = listing({ version: 3, price: money(90n, ETH), stock: 2 });
  const renewed = accepted(line(), now);
  expect(renewed).toMatchObject({ version: 3, quantity: 2, price: { amount: "90" } });
  expect(issueOf(renewed, now, null)).toBeNull();
});

test("adding again adds to the line, with what was seen last", () => {
  const lines = added([line()], line({ version: 3, quantity: 1 }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ version: 3, quantity: 4 });
});

test("totals are exact beyond what a float holds", () => {
  expect(totalOf(line({ price: money(9_007_199_254_740_993n, ETH), quantity: 3 })).amount).toBe(
    "27021597764222979",
  );
});

test("groups by seller, a total for each token", () => {
  const groups = bySeller([
    line(),
    line({
      listingId: 8,
      price: money(5n, USDC),
      seller: { ...SELLER, address: SELLER.address.toLowerCase() },
    }),
  ]);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.totals.map((total) => total.amount)).toEqual(["300", "15"]);
});

test("lines of one token are neighbours, so that each token is taken once", () => {
  const lines = [line(), line({ listingId: 8, price: money(5n, USDC) }), line({ listingId: 9 })];
  expect(sortedByToken(lines).map((each) => each.listingId)).toEqual([7, 9, 8]);
});
