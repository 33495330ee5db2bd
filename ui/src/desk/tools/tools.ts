/** The desk's tools, each with the key that opens it. */
export const TOOLS = [
  { name: "number", key: "n" },
  { name: "hand", key: "h" },
  { name: "file", key: "i" },
  { name: "lists", key: "l" },
  { name: "joins", key: "j" },
] as const;

export type ToolName = (typeof TOOLS)[number]["name"];
