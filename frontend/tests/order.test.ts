import { describe, expect, test } from "vitest";
import { isOverdue, orderChoices, partyOf, type OrderState } from "@/lib/order";

const DEADLINE = 1_000;
const order = (state: OrderState, escrow = 100n) => ({ state, escrow, deadline: DEADLINE });

describe("before the deadline", () => {
  test.each([
    ["placed", "seller", "accept"],
    ["accepted", "seller", "start"],
    ["in_progress", "seller", "deliver"],
    ["delivered", "seller", null],
    ["placed", "buyer", null],
    ["accepted", "buyer", null],
    ["in_progress", "buyer", null],
    ["delivered", "buyer", "complete"],
    ["placed", "other", null],
    ["delivered", "other", null],
  ] as const)("%s: the %s is offered %s first", (state, party, primary) => {
    expect(orderChoices(order(state), party, DEADLINE).primary).toBe(primary);
  });

  test("the buyer cancels only while it is not accepted", () => {
    const cancels = (state: OrderState) =>
      orderChoices(order(state), "buyer", DEADLINE).others.includes("cancel");
    expect([cancels("placed"), cancels("accepted"), cancels("in_progress"), cancels("delivered")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("after the deadline", () => {
  test.each(["placed", "accepted", "in_progress"] as const)("%s: anyone may return the money", (state) => {
    expect(orderChoices(order(state), "other", DEADLINE + 1).primary).toBe("cancel");
    expect(orderChoices(order(state), "buyer", DEADLINE + 1).primary).toBe("cancel");
  });

  test("delivered: anyone may pay the seller", () => {
    expect(orderChoices(order("delivered"), "other", DEADLINE + 1).primary).toBe("complete");
    expect(orderChoices(order("delivered"), "seller", DEADLINE + 1).primary).toBe("complete");
  });

  test("the seller no longer accepts, ships or delivers", () => {
    const { primary, others } = orderChoices(order("placed"), "seller", DEADLINE + 1);
    expect([primary, ...others]).not.toContain("accept");
    expect(others).not.toContain("deliver");
  });
});

test("the deadline itself still belongs to the party whose turn it is", () => {
  expect(isOverdue(order("placed"), DEADLINE)).toBe(false);
  expect(isOverdue(order("placed"), DEADLINE + 1)).toBe(true);
});

test.each(["completed", "cancelled", "resolved", "disputed"] as const)("%s: nothing is offered", (state) => {
  for (const party of ["buyer", "seller", "other"] as const) {
    expect(orderChoices(order(state), party, DEADLINE + 1)).toEqual({ primary: null, others: [] });
  }
});

test("a single unit cannot be parted", () => {
  expect(orderChoices(order("delivered", 1n), "buyer", 0).others).not.toContain("release");
  expect(orderChoices(order("delivered", 1n), "seller", 0).others).not.toContain("refund");
});

test("parties are known in any spelling of their address", () => {
  expect(partyOf("0xAB", "0xab", "0xcd")).toBe("buyer");
  expect(partyOf("0xCD", "0xab", "0xcd")).toBe("seller");
  expect(partyOf(null, "0xab", "0xcd")).toBe("other");
});
