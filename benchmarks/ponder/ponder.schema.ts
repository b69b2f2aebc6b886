import { index, onchainTable, primaryKey } from "ponder";

export const event = onchainTable(
  "event",
  (t) => ({
    blockNumber: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    blockHash: t.hex().notNull(),
    txHash: t.hex().notNull(),
    timestamp: t.bigint().notNull(),
    name: t.text().notNull(),
    subject: t.text().notNull(),
    args: t.json().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    subject: index().on(table.subject, table.blockNumber, table.logIndex),
  }),
);

export const listing = onchainTable(
  "listing",
  (t) => ({
    id: t.bigint().primaryKey(),
    seller: t.hex().notNull(),
    token: t.hex().notNull(),
    kind: t.integer().notNull(),
    version: t.integer().notNull(),
    price: t.bigint().notNull(),
    stock: t.bigint().notNull(),
    category: t.integer().notNull(),
    content: t.hex().notNull(),
    sold: t.bigint().notNull(),
    orders: t.bigint().notNull(),
    createdAt: t.bigint().notNull(),
  }),
  (table) => ({
    byCategory: index().on(table.category, table.id),
    bySeller: index().on(table.seller, table.id),
    byPrice: index().on(table.token, table.price, table.id),
  }),
);

export const orders = onchainTable(
  "orders",
  (t) => ({
    id: t.bigint().primaryKey(),
    checkoutId: t.bigint().notNull(),
    listingId: t.bigint().notNull(),
    version: t.integer().notNull(),
    seller: t.hex().notNull(),
    token: t.hex().notNull(),
    buyer: t.hex().notNull(),
    quantity: t.bigint().notNull(),
    total: t.bigint().notNull(),
    escrow: t.bigint().notNull(),
    paid: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    referral: t.bigint().notNull(),
    refunded: t.bigint().notNull(),
    state: t.text().notNull(),
    deadline: t.bigint(),
    referrer: t.hex(),
    placedAt: t.bigint().notNull(),
    closedAt: t.bigint(),
  }),
  (table) => ({
    byBuyer: index().on(table.buyer, table.id),
    bySeller: index().on(table.seller, table.id),
    byListing: index().on(table.listingId, table.id),
    byCheckout: index().on(table.checkoutId),
  }),
);

export const balance = onchainTable(
  "balance",
  (t) => ({ account: t.hex().notNull(), token: t.hex().notNull(), amount: t.bigint().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.token] }) }),
);

export const ledgerEntry = onchainTable(
  "ledger_entry",
  (t) => ({
    blockNumber: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    seq: t.integer().notNull(),
    account: t.hex().notNull(),
    token: t.hex().notNull(),
    amount: t.bigint().notNull(),
    kind: t.text().notNull(),
    orderId: t.bigint(),
    txHash: t.hex().notNull(),
    timestamp: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.blockNumber, table.logIndex, table.seq] }),
    byAccount: index().on(table.account, table.blockNumber, table.logIndex, table.seq),
  }),
);

export const seller = onchainTable("seller", (t) => ({
  address: t.hex().primaryKey(),
  profile: t.hex(),
  listings: t.bigint().notNull(),
  orders: t.bigint().notNull(),
  completed: t.bigint().notNull(),
  cancelled: t.bigint().notNull(),
}));

export const marketState = onchainTable("market_state", (t) => ({
  id: t.integer().primaryKey(),
  listings: t.bigint().notNull(),
  orders: t.bigint().notNull(),
}));
