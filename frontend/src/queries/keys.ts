/** Key factories: one tree, so that a transaction can name what it made stale. */
import type { LedgerQuery, ListingQuery, OrderQuery } from "@/api/types";

export const keys = {
  status: () => ["status"] as const,
  categories: () => ["categories"] as const,
  listings: (query?: ListingQuery) => (query ? (["listings", query] as const) : (["listings"] as const)),
  listing: (id: number) => ["listing", id] as const,
  sellers: () => ["sellers"] as const,
  seller: (address: string) => ["seller", address.toLowerCase()] as const,
  orders: (address: string, query?: OrderQuery) =>
    query
      ? (["orders", address.toLowerCase(), query] as const)
      : (["orders", address.toLowerCase()] as const),
  order: (id: number) => ["order", id] as const,
  balances: (address: string) => ["balances", address.toLowerCase()] as const,
  ledger: (address: string, query?: LedgerQuery) =>
    query
      ? (["ledger", address.toLowerCase(), query] as const)
      : (["ledger", address.toLowerCase()] as const),
  purse: (address: string) => ["purse", address.toLowerCase()] as const,
};
