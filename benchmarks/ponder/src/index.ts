import { type Context, type Event, ponder } from "ponder:registry";
import { balance, event as log, ledgerEntry, listing, marketState, orders, seller } from "ponder:schema";
import { type Hex, numberToHex, zeroAddress } from "viem";

type Db = Context["db"];
type Any = Event & { args: Record<string, unknown>; log: { logIndex: number } };

const STATES = ["none", "placed", "accepted", "in_progress", "delivered"];

const plain = (args: unknown) =>
  JSON.parse(JSON.stringify(args, (_, value) => (typeof value === "bigint" ? value.toString() : value)));

const keep = (db: Db, event: Any, name: string, subject: string) =>
  db.insert(log).values({
    blockNumber: event.block.number,
    logIndex: event.log.logIndex,
    blockHash: event.block.hash,
    txHash: event.transaction.hash,
    timestamp: event.block.timestamp,
    name,
    subject,
    args: plain(event.args),
  });

const book = async (
  db: Db,
  event: Any,
  seq: number,
  account: Hex,
  token: Hex,
  amount: bigint,
  kind: string,
  orderId?: bigint,
) => {
  if (amount === 0n) return;
  await db.insert(ledgerEntry).values({
    blockNumber: event.block.number,
    logIndex: event.log.logIndex,
    seq,
    account,
    token,
    amount,
    kind,
    orderId,
    txHash: event.transaction.hash,
    timestamp: event.block.timestamp,
  });
};

const move = (db: Db, account: Hex, token: Hex, amount: bigint) =>
  db
    .insert(balance)
    .values({ account, token, amount })
    .onConflictDoUpdate((row) => ({ amount: row.amount + amount }));

ponder.on("Sellers:SellerRegistered", async ({ event, context: { db } }) => {
  await keep(db, event, "SellerRegistered", `seller/${event.args.seller}`);
  await db.insert(seller).values({
    address: event.args.seller,
    profile: event.args.profile,
    listings: 0n,
    orders: 0n,
    completed: 0n,
    cancelled: 0n,
  });
});

ponder.on("Market:ListingCreated", async ({ event, context: { db } }) => {
  const { listingId, terms, token, kind, stock } = event.args;
  await keep(db, event, "ListingCreated", `listing/${listingId}`);
  await db.insert(listing).values({
    id: listingId,
    seller: event.args.seller,
    token,
    kind,
    version: 1,
    price: terms.price,
    stock: BigInt(stock),
    category: terms.category,
    content: terms.content,
    sold: 0n,
    orders: 0n,
    createdAt: event.block.timestamp,
  });
  await db.update(seller, { address: event.args.seller }).set((row) => ({ listings: row.listings + 1n }));
  await db
    .insert(marketState)
    .values({ id: 1, listings: 1n, orders: 0n })
    .onConflictDoUpdate((row) => ({ listings: row.listings + 1n }));
});

ponder.on("Market:OrderPlaced", async ({ event, context: { db } }) => {
  const args = event.args;
  await keep(db, event, "OrderPlaced", `order/${args.orderId}`);
  const bought = await db.find(listing, { id: args.listingId });
  if (!bought) throw new Error(`no listing ${args.listingId}`);
  await db.update(listing, { id: args.listingId }).set((row) => ({
    stock: BigInt(args.stock),
    sold: row.sold + BigInt(args.quantity),
    orders: row.orders + 1n,
  }));
  await db.insert(orders).values({
    id: args.orderId,
    checkoutId: args.checkoutId,
    listingId: args.listingId,
    version: args.version,
    seller: bought.seller,
    token: bought.token,
    buyer: args.buyer,
    quantity: BigInt(args.quantity),
    total: args.total,
    escrow: args.total,
    paid: 0n,
    fee: 0n,
    referral: 0n,
    refunded: 0n,
    state: STATES[args.state] ?? "none",
    deadline: BigInt(args.deadline),
    placedAt: event.block.timestamp,
  });
  await db.update(seller, { address: bought.seller }).set((row) => ({ orders: row.orders + 1n }));
  await db.update(marketState, { id: 1 }).set((row) => ({ orders: row.orders + 1n }));
});

ponder.on("Market:OrderReferred", async ({ event, context: { db } }) => {
  await keep(db, event, "OrderReferred", `order/${event.args.orderId}`);
  await db.update(orders, { id: event.args.orderId }).set({ referrer: event.args.referrer });
});

for (const [name, state] of [
  ["OrderAccepted", "accepted"],
  ["OrderStarted", "in_progress"],
  ["OrderDelivered", "delivered"],
] as const) {
  ponder.on(`Market:${name}`, async ({ event, context: { db } }) => {
    await keep(db, event, name, `order/${event.args.orderId}`);
    await db.update(orders, { id: event.args.orderId }).set({ state, deadline: BigInt(event.args.deadline) });
  });
}

ponder.on("Market:OrderCompleted", async ({ event, context: { db } }) => {
  const { orderId, paid, fee, referral } = event.args;
  await keep(db, event, "OrderCompleted", `order/${orderId}`);
  const order = await db.update(orders, { id: orderId }).set((row) => ({
    state: "completed",
    escrow: 0n,
    deadline: null,
    paid: row.paid + paid,
    fee: row.fee + fee,
    referral: row.referral + referral,
    closedAt: event.block.timestamp,
  }));
  await book(db, event, 0, order.seller, order.token, paid, "sale", orderId);
  if (order.referrer) await book(db, event, 1, order.referrer, order.token, referral, "referral", orderId);
  await book(db, event, 2, event.log.address, order.token, fee, "fee", orderId);
  await db.update(seller, { address: order.seller }).set((row) => ({ completed: row.completed + 1n }));
});

ponder.on("Market:OrderCancelled", async ({ event, context: { db } }) => {
  const { orderId, refunded, stock } = event.args;
  await keep(db, event, "OrderCancelled", `order/${orderId}`);
  const order = await db.update(orders, { id: orderId }).set((row) => ({
    state: "cancelled",
    escrow: 0n,
    deadline: null,
    refunded: row.refunded + refunded,
    closedAt: event.block.timestamp,
  }));
  await book(db, event, 0, order.buyer, order.token, refunded, "refund", orderId);
  await db
    .update(listing, { id: order.listingId })
    .set((row) => ({ stock: BigInt(stock), sold: row.sold - order.quantity }));
  await db.update(seller, { address: order.seller }).set((row) => ({ cancelled: row.cancelled + 1n }));
});

ponder.on("Market:Transfer", async ({ event, context: { db } }) => {
  const { sender, receiver, id, amount } = event.args;
  const token = numberToHex(id, { size: 20 });
  await keep(db, event, "Transfer", `account/${receiver === zeroAddress ? sender : receiver}`);
  if (sender !== zeroAddress) await move(db, sender, token, -amount);
  if (receiver !== zeroAddress) await move(db, receiver, token, amount);
});

ponder.on("Market:Deposited", async ({ event, context: { db } }) => {
  await keep(db, event, "Deposited", `account/${event.args.account}`);
  await book(db, event, 0, event.args.account, event.args.token, event.args.amount, "deposit");
});

ponder.on("Market:Withdrawn", async ({ event, context: { db } }) => {
  await keep(db, event, "Withdrawn", `account/${event.args.account}`);
  await book(db, event, 0, event.args.account, event.args.token, -event.args.amount, "withdrawal");
});

ponder.on("Market:CategoryAdded", ({ event, context: { db } }) =>
  keep(db, event, "CategoryAdded", `category/${event.args.categoryId}`),
);

ponder.on("Market:FeeChanged", ({ event, context: { db } }) => keep(db, event, "FeeChanged", "market"));
