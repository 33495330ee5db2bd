import { asCommandError } from "../border";
import type { CommandError } from "../bindings";

/** One question to the core and its answer. Nothing of an answer is kept unless it was asked for last. */
export class Asked<Answer> {
  view = $state.raw<Answer | null>(null);
  failure = $state.raw<CommandError | null>(null);
  private entry = 0;

  /** Asks; `take` may join the answer to the one before. */
  async ask(question: Promise<Answer>, take: (answer: Answer) => Answer = (answer) => answer): Promise<void> {
    this.entry += 1;
    const { entry } = this;
    this.failure = null;
    try {
      const answer = await question;
      if (entry === this.entry) this.view = take(answer);
    } catch (thrown) {
      if (entry === this.entry) this.failure = asCommandError(thrown);
    }
  }

  /** Leaves nothing of it. */
  close(): void {
    this.entry += 1;
    this.view = null;
    this.failure = null;
  }
}
