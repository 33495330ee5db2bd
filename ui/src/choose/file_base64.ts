import type { CommandError } from "../bindings";

/** The core refuses larger ones; they are not even read here. */
const LIMIT_MIB = 64;

/** The bytes of a file in base64, made by the browser itself. Rejects with a `CommandError`. */
export function fileBase64(file: File): Promise<string> {
  return new Promise((resolve, reject: (error: CommandError) => void) => {
    if (file.size > LIMIT_MIB * 1024 * 1024) {
      reject({ code: "file_too_large", fields: { limit: String(LIMIT_MIB) } });
      return;
    }
    const reader = new FileReader();
    // A disc was taken out, or the file is another account's.
    reader.onerror = () => reject({ code: "file_unreadable", fields: { problem: "not_opened" } });
    reader.onload = () => {
      const url = typeof reader.result === "string" ? reader.result : "";
      const comma = url.indexOf(",");
      resolve(comma < 0 ? "" : url.slice(comma + 1));
    };
    reader.readAsDataURL(file);
  });
}
