import { call } from "../border";
import type { FoundPersonView, FoundView } from "../bindings";
import { Asked } from "./asked.svelte";

/** A search for a person, answered while it is typed. Nothing of it is kept once it is closed. */
export class Finding {
  text = $state("");
  /** The row the arrow keys stand on. */
  at = $state(0);
  /** The rows still answer what stood in the field before. */
  busy = $state(false);
  readonly found = new Asked<FoundView>();
  readonly people = $derived<FoundPersonView[]>(this.found.view?.people ?? []);
  readonly open = $derived(this.text.trim() !== "");

  async type(text: string): Promise<void> {
    this.text = text;
    this.at = 0;
    this.busy = text.trim() !== "";
    if (this.busy) await this.found.ask(call("find_person", { text }));
    else this.found.close();
    if (text === this.text) this.busy = false;
  }

  /** One row up or down; stops at the ends. */
  step(by: number): void {
    this.at = Math.min(Math.max(0, this.people.length - 1), Math.max(0, this.at + by));
  }

  close(): void {
    this.text = "";
    this.at = 0;
    this.busy = false;
    this.found.close();
  }
}
