import type { Plugin } from "vite";

/**
 * Drops the WOFF twin of each bundled font file: every webview we run in reads WOFF2, and the twins
 * would double the size of the program.
 */
export function onlyWoff2(): Plugin {
  return {
    name: "only-woff2",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@fontsource") || !id.split("?")[0]?.endsWith(".css")) return null;
      return { code: code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, ""), map: null };
    },
  };
}
