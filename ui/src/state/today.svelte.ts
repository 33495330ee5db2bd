import { call } from "../border";
import type { CommandError, TodayView } from "../bindings";
import { Asked } from "./asked.svelte";

const SETTLE = 250;

/** Today's list, asked for anew when arrivals or readiness change; news in a burst are one question. */
export class Today {
  private readonly asked = new Asked<TodayView>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  get view(): TodayView | null {
    return this.asked.view;
  }

  get failure(): CommandError | null {
    return this.asked.failure;
  }

  async load(): Promise<void> {
    await this.asked.ask(call("todays_patients", {}));
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), SETTLE);
  }

  close(): void {
    clearTimeout(this.timer);
    this.asked.close();
  }
}
