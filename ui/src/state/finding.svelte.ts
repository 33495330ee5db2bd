import { call } from "../border";
import type { FoundPersonView, FoundView } from "../bindings";
import { Asked } from "./asked.svelte";

/** A search for a person, answered while it is typed. Nothing of it is kept once it is closed. */
export class Finding {
  text = $state("");
  /** The row the arrow keys stand on. */
  at = $state(0);
  readonly found = new Asked<FoundView>();
  readonly people = $derived<FoundPersonView[]>(this.found.view?.people ?? []);
  readonly open = $derived(this.text.trim() !== "");

  async type(text: string): Promise<void> {
    this.text = text;
    this.at = 0;
    if (text.trim() === "") this.found.close();
    else await this.found.ask(call("find_person", { text }));
  }

  /** One row up or down; stops at the ends. */
  step(by: number): void {
    this.at = Math.min(Math.max(0, this.people.length - 1), Math.max(0, this.at + by));
  }

  close(): void {
    this.text = "";
    this.at = 0;
    this.found.close();
  }
}
