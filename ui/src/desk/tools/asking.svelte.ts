import { untrack } from "svelte";

import type { CommandError } from "../../bindings";
import { asCommandError } from "../../border";
import { goOn } from "../../frame/focus";

/** Where the person goes on, once it was answered whether it was done. */
type Next = (done: boolean) => HTMLElement | null | undefined;

/** One question to the core at a time, with what came of it. */
export class Asking {
  busy = $state(false);
  error = $state.raw<CommandError | null>(null);
  /** What is said when it is done. */
  said = $state("");

  /** Answers whether it was done. Without `next` the focus is left where it is. */
  async ask(question: () => Promise<string>, next?: Next): Promise<boolean> {
    // Untracked: an effect that asks once would otherwise ask again as soon as it is answered.
    if (untrack(() => this.busy)) return false;
    const from = document.activeElement;
    const done = await this.answered(question);
    if (next !== undefined) await goOn(from, () => next(done));
    return done;
  }

  private async answered(question: () => Promise<string>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    this.said = "";
    try {
      this.said = await question();
      return true;
    } catch (thrown) {
      this.error = asCommandError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
