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
  readonly patients = $derived(this.changes.view?.patients ?? []);
  readonly sections = $derived(this.patients.reduce((sum, one) => sum + one.sections.length, 0));
  readonly announced = $derived(this.patients.length > 0 && !this.later && !this.open);

  /** News after the outage. */
  async hear(): Promise<void> {
    this.later = false;
    await this.ask();
  }

  async ask(): Promise<void> {
    await this.changes.ask(call("recovery_changes", {}));
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
