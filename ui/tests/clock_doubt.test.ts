import { render, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import Desk from "../src/desk/Desk.svelte";
import Doctor from "../src/doctor/Doctor.svelte";
import StatusBar from "../src/frame/StatusBar.svelte";
import { line } from "../src/state/line.svelte";
import { seat } from "../src/state/seat.svelte";
import { find } from "./doctor_screen";
import { session } from "./fixture/access";
import { UP } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

beforeEach(() => {
  seat.session = session("desk");
  line.take(UP);
});

test.each([
  ["today's list", '[data-test="today"]', () => render(Doctor)],
  ["the consent board", '[data-test="board"]', () => render(Desk)],
])("%s says that the clock has to be checked while it does, and not after", async (_name, place, show) => {
  show();
  await waitFor(() => expect(find(place)).not.toBeNull());
  const said = () => find(`${place} [data-test="clock-in-doubt"]`);
  expect(said()).toBeNull();
  line.take({ ...UP, clock_in_doubt: true });
  await waitFor(() => expect(said()?.textContent).toContain("時計要確認"));
  line.take(UP);
  await waitFor(() => expect(said()).toBeNull());
});

test("the status bar says it in a word beside the line", async () => {
  render(StatusBar, { session: session("doctor") });
  expect(find('[data-test="status-clock"]')).toBeNull();
  line.take({ ...UP, clock_in_doubt: true });
  await waitFor(() => expect(find('[data-test="status-clock"]')?.textContent?.trim()).toBe("時計要確認"));
});
