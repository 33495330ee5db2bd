import { call } from "../border";

/** What a screen was in the middle of: it comes back after the screen was locked, to the same person. */
type Parts = Record<string, unknown>;

const SETTLE = 400;

function parsed(text: string | null): Parts {
  try {
    const parts: unknown = text === null ? null : JSON.parse(text);
    return typeof parts === "object" && parts !== null ? (parts as Parts) : {};
  } catch {
    return {};
  }
}

class Work {
  private now: Parts = {};
  private before: Parts = {};
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Notes one part (a draft, the open patient); the core seals it. `null` when it is done. */
  set(name: string, value: unknown): void {
    if (value === null) delete this.now[name];
    else this.now[name] = value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), SETTLE);
  }

  /** A part as it was before the lock; once. */
  given<Part>(name: string): Part | null {
    const part = this.before[name];
    delete this.before[name];
    return (part as Part | undefined) ?? null;
  }

  /** Asks for what was kept, before the screens of the person are drawn again. */
  async fetch(): Promise<void> {
    try {
      this.before = parsed((await call("take_work", {})).work);
      this.now = { ...this.before };
      // The core has given it away: before anything else it is kept again, for the next lock.
      if (Object.keys(this.now).length > 0) await this.keep();
    } catch {
      // Nothing comes back: the person begins anew.
    }
  }

  /** Nobody sits here: nothing of anybody stays on the page. */
  clear(): void {
    clearTimeout(this.timer);
    this.now = {};
    this.before = {};
  }

  private async keep(): Promise<void> {
    try {
      await call("keep_work", { work: JSON.stringify(this.now) });
    } catch {
      // Too much to be kept, or the session ended: what was kept before stays.
    }
  }
}

export const work = new Work();
