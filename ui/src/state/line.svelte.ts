import { call } from "../border";
import type { ServiceStatusView } from "../bindings";

/** The line to the service, as the core last told it. */
class Line {
  status = $state.raw<ServiceStatusView | null>(null);
  retrying = $state(false);
  readonly down = $derived(this.status?.link === "down" || this.status?.link === "not_configured");

  take(status: ServiceStatusView): void {
    this.status = status;
    this.retrying = false;
  }

  async ask(): Promise<void> {
    try {
      this.take(await call("service_status", {}));
    } catch {
      this.retrying = false;
    }
  }

  async retry(): Promise<void> {
    this.retrying = true;
    try {
      await call("retry_service", {});
    } finally {
      await this.ask();
    }
  }
}

export const line = new Line();
