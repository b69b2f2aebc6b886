import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { precompress } from "./scripts/precompress";

const api = `http://127.0.0.1:${process.env["STOA_PORT"] ?? "8000"}`;

export default defineConfig(({ mode }) => ({
  plugins: [vue(), tailwind(), precompress()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  define: {
    // A constant, so that a production build drops the demo wallet and never writes its chunk.
    __DEMO__: JSON.stringify(mode === "demo" || mode === "test"),
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": api, "/rpc": api, "/health": api } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
}));
