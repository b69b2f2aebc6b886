import { nextTick } from "vue";
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { i18n } from "./i18n";

const routes: RouteRecordRaw[] = [
  { path: "/", name: "browse", component: () => import("./pages/BrowsePage.vue"), meta: { title: "browse" } },
  {
    path: "/listing/:id(\\d+)",
    name: "listing",
    component: () => import("./pages/ListingPage.vue"),
    meta: { title: "listing" },
  },
  {
    path: "/seller/:address(0x[0-9a-fA-F]{40})",
    name: "seller",
    component: () => import("./pages/SellerPage.vue"),
    meta: { title: "seller" },
  },
  { path: "/cart", name: "cart", component: () => import("./pages/CartPage.vue"), meta: { title: "cart" } },
  {
    path: "/checkout",
    name: "checkout",
    component: () => import("./pages/CheckoutPage.vue"),
    meta: { title: "checkout" },
  },
  {
    path: "/orders",
    name: "orders",
    component: () => import("./pages/OrdersPage.vue"),
    meta: { title: "orders" },
  },
  {
    path: "/order/:id(\\d+)",
    name: "order",
    component: () => import("./pages/OrderPage.vue"),
    meta: { title: "order" },
  },
  { path: "/sell", name: "sell", component: () => import("./pages/SellPage.vue"), meta: { title: "sell" } },
  {
    path: "/sell/profile",
    name: "profile",
    component: () => import("./pages/ProfilePage.vue"),
    meta: { title: "profile" },
  },
  {
    path: "/sell/new",
    name: "create",
    component: () => import("./pages/EditListingPage.vue"),
    meta: { title: "create" },
  },
  {
    path: "/sell/:id(\\d+)",
    name: "edit",
    component: () => import("./pages/EditListingPage.vue"),
    meta: { title: "edit" },
  },
  {
    path: "/wallet",
    name: "wallet",
    component: () => import("./pages/WalletPage.vue"),
    meta: { title: "wallet" },
  },
  {
    path: "/:rest(.*)*",
    name: "missing",
    component: () => import("./pages/MissingPage.vue"),
    meta: { title: "missing" },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
});

router.afterEach((to, from) => {
  const title = i18n.global.t(`titles.${String(to.meta["title"] ?? "browse")}`);
  document.title = to.name === "browse" ? title : `${title} · Stoa`;
  // A screen reader hears the new page; the first load keeps the browser's own focus.
  if (from.matched.length && to.path !== from.path)
    void nextTick(() => document.getElementById("main")?.focus({ preventScroll: true }));
});
