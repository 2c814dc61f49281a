// `make lint` runs it: the scripts of the pages, their tests, and the examples of the API.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    rules: {
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-eval": "error",
      complexity: ["error", 12],
      "max-len": ["error", { code: 100 }],
      "max-lines-per-function": ["error", 40],
    },
  },
  {
    files: ["marketplace/static/galleria/js/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["tests/scripts/**/*.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    files: ["docs/api/examples/*.mjs", "eslint.config.js"],
    languageOptions: { globals: globals.node },
  },
];
