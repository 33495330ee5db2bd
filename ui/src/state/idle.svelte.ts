import { call } from "../border";

const INPUTS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Counts down to the automatic lock; any input starts it anew. The core decides: it is told of input
 *  once a second while there is some, and locks a screen that tells nothing. */
export class Idle {
  /** Seconds left. */
  left = $state(0);
  private last = Date.now();
  private told = Date.now();

  constructor(
    private readonly minutes: number,
    private readonly lock: () => void,
  ) {
    this.left = minutes * 60;
  }

  /** Starts counting; answers how to stop. */
  start(): () => void {
    this.last = this.told = Date.now();
    const input = () => (this.last = Date.now());
    for (const name of INPUTS) addEventListener(name, input, { passive: true, capture: true });
    const timer = setInterval(() => this.step(), 1000);
    return () => {
      clearInterval(timer);
      for (const name of INPUTS) removeEventListener(name, input, { capture: true });
    };
  }

  private step(): void {
    this.left = Math.max(0, Math.ceil(this.minutes * 60 - (Date.now() - this.last) / 1000));
    if (this.left === 0) this.lock();
    else if (this.last > this.told) void this.tell();
  }

  private async tell(): Promise<void> {
    this.told = this.last;
    try {
      await call("report_activity", {});
    } catch {
      // The core has locked already, and the news of it is on its way.
    }
  }
}
