import { readsGranted } from "../account/roles";
import { call } from "../border";
import type { CopyStanding, DiskState, UpkeepView } from "../bindings";
import { seat } from "./seat.svelte";

/** Whether what is shown is the newest state of the stores, and whether anything new can be saved. */
export class Keeping {
  view = $state.raw<UpkeepView | null>(null);
  private readonly first: CopyStanding | null;
  readonly standing = $derived.by((): CopyStanding | null => this.view?.standing ?? this.first);
  readonly disk = $derived<DiskState>(this.view?.disk ?? "ok");

  /** `first` is what the session said when it began. */
  constructor(first: CopyStanding | null) {
    this.first = first;
  }

  async ask(): Promise<void> {
    // Not for them: what the session said at the beginning is all they are told.
    if (readsGranted(seat.session?.role)) return;
    try {
      this.view = await call("upkeep", {});
    } catch {
      // What was known stays: the next piece of news asks again.
    }
  }
}
