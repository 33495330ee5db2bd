import { tokyo } from "./instant";

const STEP = 15_000;

/** The moment, renewed every 15 s, for what counts down or grows old on the screen. */
class Clock {
  now = $state(Date.now());
  readonly today = $derived(tokyo(this.now).day);

  /** Starts ticking; answers how to stop. */
  start(): () => void {
    this.now = Date.now();
    const timer = setInterval(() => (this.now = Date.now()), STEP);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
