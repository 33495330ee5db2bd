import type { ja } from "./ja";

/** Every word of the screens. Japanese is the model; other languages have exactly its keys. */
export type Words = typeof ja;
