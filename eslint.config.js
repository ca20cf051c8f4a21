import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y-x";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

// What Node.js functions run in has no package of its own to bring types or globals.
const node = { Buffer: "readonly", console: "readonly", process: "readonly" };
// What a page runs as it is, before its modules.
const browser = { document: "readonly", localStorage: "readonly", matchMedia: "readonly" };

export default defineConfig(
  globalIgnores(["**/dist/"]),
  js.configs.recommended,
  {
    files: ["emulator/**/*.mjs"],
    languageOptions: { globals: node },
  },
  {
    files: ["frontend/*/public/*.js"],
    languageOptions: { globals: browser },
  },
  {
    files: ["frontend/**/*.{ts,tsx}"],
    extends: [
      tseslint.configs.strictTypeChecked,
      reactHooks.configs.flat["recommended-latest"],
      a11y.configs.strict,
    ],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
);
