import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

// Imports go one way only: pages → components → composables → queries → api, chain; `lib` is a leaf.
const LAYERS = ["pages", "components", "composables", "queries", "api", "chain", "lib"];

/** Files of `layer` must not import from the layers named in `forbidden`. */
function direction(layer, forbidden) {
  const patterns = forbidden.map((name) => ({
    group: [`@/${name}/*`, `@/${name}`],
    message: `${layer} must not import ${name}: imports go pages → components → composables → queries → api, chain → lib`,
  }));
  return {
    files: [`src/${layer}/**/*.{ts,vue}`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default ts.config(
  { ignores: ["dist*", "src/api/schema.d.ts", "src/chain/abi.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs["flat/recommended"],
  prettier,
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    languageOptions: { globals: { __DEMO__: "readonly" } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-undef": "off",
      "no-console": "error",
      "vue/multi-word-component-names": "off",
      "vue/no-v-html": "error",
      "vue/require-default-prop": "off",
      "vue/block-order": ["error", { order: ["script", "template"] }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  direction("components", ["pages"]),
  direction("composables", ["pages", "components"]),
  direction("queries", ["pages", "components", "composables"]),
  direction("api", ["pages", "components", "composables", "queries", "chain"]),
  direction("chain", ["pages", "components", "composables", "queries"]),
  direction(
    "lib",
    LAYERS.filter((name) => name !== "lib"),
  ),
  {
    // The server is read in one place only.
    files: ["src/{pages,components,composables}/**/*.{ts,vue}"],
    ignores: ["src/composables/useUpload.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { paths: [{ name: "@/api/client", message: "read the server in queries/" }] },
      ],
    },
  },
);
