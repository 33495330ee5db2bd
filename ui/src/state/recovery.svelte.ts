import { call } from "../border";
import type { RecoveryChangesView } from "../bindings";
import { Asked } from "./asked.svelte";

/** What this reader read in the latest outage and what of it has changed since. */
export class Recovery {
  readonly changes = new Asked<RecoveryChangesView>();
  /** The list is on the screen. */
  open = $state(false);
  /** Put off by the reader; news bring the line back. */
  private later = $state(false);
  readonly patients = $derived(this.changes.view?.changed_patients ?? 0);
  readonly sections = $derived(this.changes.view?.changed_sections ?? 0);
  /** The list itself has come, not only how long it is. */
  readonly listed = $derived(this.changes.view !== null && this.changes.view.patients.length === this.patients);
  readonly announced = $derived(this.patients > 0 && !this.later && !this.open);

  /** News after the outage. */
  async hear(): Promise<void> {
    this.later = false;
    await this.ask();
  }

  /** Who it is about is asked for, and written down, only when the list is opened. */
  async ask(): Promise<void> {
    await this.changes.ask(call("recovery_changes", this.open ? { list: true } : {}));
  }

  show(): void {
    this.open = true;
    void this.ask();
  }

  putOff(): void {
    this.later = true;
  }

  hide(): void {
    this.open = false;
  }

  close(): void {
    this.open = false;
    this.changes.close();
  }
}
