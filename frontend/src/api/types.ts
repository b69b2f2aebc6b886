import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Status = Schemas["Status"];
export type Category = Schemas["Category"];
export type Image = Schemas["Image"];
export type ListingSummary = Schemas["ListingSummary"];
export type Listing = Schemas["Listing"];
export type ListingDocument = Schemas["Document"];
export type ListingVersion = Schemas["Version"];
export type Seller = Schemas["Seller"];
export type OrderSummary = Schemas["OrderSummary"];
export type Order = Schemas["Order"];
export type TimelineEvent = Schemas["TimelineEvent"];
export type LedgerEntry = Schemas["LedgerEntry"];
export type Token = Schemas["Token"];
export type Kind = ListingSummary["kind"];
type ListingParameters = NonNullable<paths["/api/listings"]["get"]["parameters"]["query"]>;
/** Prices go as decimal strings: smallest units exceed what a JSON number holds exactly. */
export type ListingQuery = Omit<ListingParameters, "min_price" | "max_price"> & {
  min_price?: string;
  max_price?: string;
};
export type OrderQuery = NonNullable<paths["/api/accounts/{address}/orders"]["get"]["parameters"]["query"]>;
export type LedgerQuery = NonNullable<paths["/api/accounts/{address}/ledger"]["get"]["parameters"]["query"]>;
