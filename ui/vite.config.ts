import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { onlyWoff2 } from "./build/only_woff2.ts";

export default defineConfig(({ mode }) => ({
  plugins: [onlyWoff2(), svelte()],
  base: "./",
  build: {
    target: "es2022",
    cssTarget: ["safari17.5", "chrome123"],
    // A data: URL would need a wider content security policy than 'self'.
    assetsInlineLimit: 0,
    // The polyfill fetches with fetch(), which the policy forbids; every webview we run in has it.
    modulePreload: { polyfill: false },
  },
  // Component tests need Svelte's browser build.
  resolve: mode === "test" ? { conditions: ["browser"] } : {},
  // One test reads a table of the documentation.
  server: { fs: { allow: [".", "../docs"] } },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    // On a busy machine a screen of hundreds of rows takes its time; nothing here is a speed test.
    testTimeout: 20_000,
  },
}));
