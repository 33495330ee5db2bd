import { call } from "../border";
import type { EmergencyStateView } from "../bindings";

/** What is on beyond everyday reading, as the core last told it. */
class Emergency {
  state = $state.raw<EmergencyStateView | null>(null);

  take(state: EmergencyStateView): void {
    this.state = state;
  }

  async ask(): Promise<void> {
    try {
      this.take(await call("emergency_state", {}));
    } catch {
      // Nobody is signed in any more: the screen goes with them.
    }
  }

  clear(): void {
    this.state = null;
  }
}

export const emergency = new Emergency();
