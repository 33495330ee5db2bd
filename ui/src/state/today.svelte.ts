import { asCommandError, call } from "../border";
import type { CommandError, TodayView } from "../bindings";

const SETTLE = 250;

/** Today's list, asked for anew when arrivals or readiness change; news in a burst are one question. */
export class Today {
  view = $state.raw<TodayView | null>(null);
  failure = $state.raw<CommandError | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;

  async load(): Promise<void> {
    try {
      this.view = await call("todays_patients", {});
      this.failure = null;
    } catch (thrown) {
      this.failure = asCommandError(thrown);
    }
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), SETTLE);
  }

  close(): void {
    clearTimeout(this.timer);
    this.view = null;
  }
}
