import { describe, expect, test } from "vitest";
import { DAY, documentOf, emptyForm, faultsOf, HOUR, termsOf, type ListingForm } from "@/lib/listing";
import { NATIVE } from "@/lib/money";

const form = (change: Partial<ListingForm> = {}): ListingForm => ({
  ...emptyForm(NATIVE),
  title: "Bowl",
  category: 3,
  price: "0.5",
  ...change,
});
const NO_MEMBERS = { memberDiscountBps: 0, memberTier: 0, arbitrator: 0 };

describe("faultsOf", () => {
  test("nothing is wrong with a plain listing", () => {
    expect(faultsOf(form(), 18)).toEqual({});
  });

  test.each([
    ["title", form({ title: "  " })],
    ["category", form({ category: 0 })],
    ["price", form({ price: "0" })],
    ["price", form({ price: "free" })],
    ["price", form({ price: "0.0000000000000000001" })],
    ["price", form({ price: "79228162514.264337593543950336" })],
    ["stock", form({ stock: -1 })],
    ["stock", form({ stock: 1.5 })],
    ["stock", form({ stock: 4_294_967_295 })],
    ["acceptWindow", form({ acceptWindow: HOUR - 1 })],
    ["deliverWindow", form({ deliverWindow: 365 * DAY + 1 })],
    ["inspectWindow", form({ inspectWindow: NaN })],
  ] as const)("%s", (field, wrong) => {
    expect(Object.keys(faultsOf(wrong, 18))).toEqual([field]);
  });

  test("limits are allowed", () => {
    expect(
      faultsOf(
        form({ price: "79228162514.264337593543950335", inspectWindow: HOUR, deliverWindow: 365 * DAY }),
        18,
      ),
    ).toEqual({});
    expect(faultsOf(form({ acceptAtOnce: true, acceptWindow: 0, unlimited: true, stock: -1 }), 18)).toEqual(
      {},
    );
  });
});

test("what is signed: the price in smallest units, no time to accept when orders are accepted at once", () => {
  const terms = termsOf(form({ acceptAtOnce: true }), 18, "0xaa", NO_MEMBERS);
  expect(terms).toMatchObject({
    price: 5n * 10n ** 17n,
    acceptWindow: 0,
    deliverWindow: 7 * DAY,
    category: 3,
    content: "0xaa",
  });
});

test("the document leaves out what was left empty", () => {
  const text = documentOf(
    form({
      tags: "clay, , clay,blue ",
      attributes: [
        { name: "Width", value: "" },
        { name: "Height", value: "9 cm" },
      ],
    }),
  );
  expect(text).toMatchObject({ tags: ["clay", "blue"], attributes: [{ name: "Height", value: "9 cm" }] });
  expect(text).not.toHaveProperty("place");
});
