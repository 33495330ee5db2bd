import { getContext, setContext } from "svelte";
import type { RowKey } from "../bindings";

type Asked = (key: RowKey) => boolean;

const NAME = Symbol("rows beyond the service's window");

/** Tells everything inside a section which of its rows left the service's own window (閲覧期間外の保存分). */
export function offerBeyondWindow(keys: () => RowKey[]): void {
  setContext<Asked>(NAME, (key) => keys().includes(key));
}

/** Whether a row is one of them: such a row is never called withdrawn. */
export function beyondWindow(): Asked {
  return getContext<Asked | undefined>(NAME) ?? (() => false);
}
