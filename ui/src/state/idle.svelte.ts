const INPUTS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Counts down to the automatic lock; any input starts it anew. */
export class Idle {
  /** Seconds left. */
  left = $state(0);
  private last = Date.now();

  constructor(
    private readonly minutes: number,
    private readonly lock: () => void,
  ) {
    this.left = minutes * 60;
  }

  /** Starts counting; answers how to stop. */
  start(): () => void {
    this.last = Date.now();
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
  }
}
