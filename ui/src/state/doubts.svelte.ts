import type { Category, CommandError } from "../bindings";

/** How long to wait before each further question: milliseconds. A store that is busy is free by then. */
export const PAUSES = [400, 1200] as const;

/** The newest question about a section that got no answer. */
interface Doubt {
  question: number;
  failure: CommandError;
  /** Who asks again; of two doubts about one section the later has its own. */
  round: symbol;
}

interface Steps {
  /** Asks about the section once more. */
  ask: () => Promise<unknown>;
  /** It was asked often enough. */
  giveUp: (failure: CommandError) => void;
}

/**
 * Sections of the open patient of which nobody knows whether they may still be read: the question
 * failed, but may be answered when it is asked again. While there is one, nothing of the patient is
 * shown.
 */
export class Doubts {
  private open = $state.raw<ReadonlyMap<Category, Doubt>>(new Map());
  readonly any = $derived(this.open.size > 0);

  has(category: Category): boolean {
    return this.open.has(category);
  }

  /** A question failed: it is asked again a few times, by one asker for each section. */
  raise(category: Category, question: number, failure: CommandError, steps: Steps): void {
    const known = this.open.get(category);
    const round = known?.round ?? Symbol(category);
    this.open = new Map(this.open).set(category, { question: Math.max(question, known?.question ?? 0), failure, round });
    if (known === undefined) void this.askAgain(category, round, steps);
  }

  /** An answer ends the doubt, if it was asked for after the doubt arose. */
  settle(category: Category, question: number): void {
    const known = this.open.get(category);
    if (known !== undefined && question > known.question) this.open = without(this.open, category);
  }

  /** Another patient, or nobody: nobody asks any more. */
  clear(): void {
    this.open = new Map();
  }

  private async askAgain(category: Category, round: symbol, { ask, giveUp }: Steps): Promise<void> {
    for (const pause of PAUSES) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.open.get(category)?.round !== round) return;
      await ask();
    }
    const left = this.open.get(category);
    if (left?.round === round) giveUp(left.failure);
  }
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
