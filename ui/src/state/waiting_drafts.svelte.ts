import { call } from "../border";
import type { NotedView, OpenDraftsView, PersonId } from "../bindings";
import { Asked } from "./asked.svelte";

/** 未確定の記録: what waits to be confirmed, and how much is noted of the open patient. */
export class WaitingDrafts {
  readonly asked = new Asked<OpenDraftsView>();
  /** The list is on the screen. */
  open = $state(false);
  private person: PersonId | null = null;
  readonly count = $derived(this.asked.view?.count ?? 0);
  readonly overdue = $derived(this.asked.view?.overdue ?? 0);
  /** The list itself has come, not only how long it is. */
  readonly listed = $derived(this.asked.view !== null && this.asked.view.drafts.length === this.count);

  /** Counts; who it is about is asked for, and written down, only when the list is opened. */
  async ask(person: PersonId | null = this.person): Promise<void> {
    this.person = person;
    await this.asked.ask(call("open_drafts", { ...(this.open ? { list: true } : {}), ...(person === null ? {} : { person }) }));
  }

  /** What is noted of this patient, if that was asked last. */
  noted(person: PersonId): NotedView | null {
    const noted = this.asked.view?.noted ?? null;
    return noted?.person === person ? noted : null;
  }

  show(): void {
    this.open = true;
    void this.ask();
  }

  hide(): void {
    this.open = false;
  }

  close(): void {
    this.open = false;
    this.person = null;
    this.asked.close();
  }
}
