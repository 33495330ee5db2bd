import { getContext, setContext } from "svelte";
import type { AttachmentPlace } from "../../bindings";

/** Opens the file at a place of the document that is shown; `name` is what its row calls it. */
export type FileOpener = (place: AttachmentPlace, name: string) => void;

const NAME = Symbol("opens files");

/** Lets the sheet inside open files. */
export function offerFiles(opener: FileOpener): void {
  setContext(NAME, opener);
}

/** How to open a file here; null where none can be opened. */
export function fileOpener(): FileOpener | null {
  return getContext<FileOpener | undefined>(NAME) ?? null;
}
