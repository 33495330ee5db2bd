// What of a screen of somebody who is signed in comes out when it is printed.
import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import OneTimeCodes from "../src/account/OneTimeCodes.svelte";
import App from "../src/App.svelte";
import type { Role } from "../src/bindings";
import inside from "../src/frame/Inside.svelte?raw";
import RecoveryKey from "../src/start/RecoveryKey.svelte";
import { seat } from "../src/state/seat.svelte";
import { ja } from "../src/words/ja";
import { find } from "./doctor_screen";
import { session } from "./fixture/access";
import { core } from "./fixture/border";

vi.mock("../src/border", () => import("./fixture/border"));

/** The rule as it is written: jsdom lays nothing out and prints nothing. */
const [, hidden] = /\.inside :global\((.+)\) \{\s*display: none !important;/u.exec(inside) ?? [];
const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));

/** Whether a print shows it: neither it nor anything around it is hidden. */
function comesOut(element: Element): boolean {
  for (let one: Element | null = element; one !== null && !one.matches(".inside"); one = one.parentElement) {
    if (one.matches(`.inside ${hidden ?? "*"}`) || one.matches(".no-print")) return false;
  }
  return true;
}

/** The words of everything that comes out. */
function paper(): (string | null)[] {
  return [...document.querySelectorAll(".inside *")].filter(comesOut).map((one) => one.textContent);
}

async function signedIn(role: Role, place: string): Promise<void> {
  core.answers.session = () => session(role);
  render(App);
  await arrives(place);
}

beforeEach(() => {
  seat.leave();
  Object.assign(seat, { phase: "sign_in", account: "", hidden: false, attention: null, start: null, locked: null, changing: false });
});

test("the rule stands once, at the frame of every screen", () => {
  expect(hidden).toBeDefined();
});

test.each<[Role, string]>([
  ["doctor", '[data-test="today-row"]'],
  ["desk", '[data-test="board"]'],
  ["auditor", '[data-test="auditor"] [data-test="fitting"]'],
  ["admin", '[data-test="status"]'],
])("nothing of the screen of %s comes out but one sentence", async (role, place) => {
  await signedIn(role, place);
  expect(paper()).toEqual([ja.pack.screen]);
});

test("what is shown once comes out of the own account, and nothing of the screen behind it", async () => {
  await signedIn("doctor", '[data-test="today-row"]');
  await fireEvent.click(await arrives('[data-test="open-own-account"]'));
  await fireEvent.click(await arrives('[data-test="enrol"]'));
  await fireEvent.input(await arrives("#enrol-password"), { target: { value: "a long password 1" } });
  await fireEvent.submit(await arrives('[data-test="step-enrol"]'));
  await fireEvent.input(await arrives("#enrol-code"), { target: { value: "123456" } });
  await fireEvent.submit(await arrives('[data-test="step-enrol-confirm"]'));
  const codes = await arrives('[data-test="one-time-codes"] code');
  expect(comesOut(codes)).toBe(true);
  expect(comesOut(await arrives('[data-test="codes-print"]'))).toBe(false);
  expect(comesOut(await arrives('[data-test="today-row"]'))).toBe(false);
});

test.each([
  ["one-time codes", () => render(OneTimeCodes, { codes: ["AAAA-1"], done: () => undefined })],
  ["the recovery key", () => render(RecoveryKey, { value: "AAAA-1", done: () => undefined })],
])("%s come out by themselves and of any screen", (_name, show) => {
  const { container } = show();
  expect(container.querySelector("code")).not.toBeNull();
  const screen = document.createElement("main");
  const beside = document.createElement("p");
  screen.append(beside, ...container.childNodes);
  const frame = document.createElement("div");
  frame.className = "inside";
  frame.append(screen);
  document.body.append(frame);
  expect(comesOut(frame.querySelector("code") ?? beside)).toBe(true);
  expect(comesOut(beside)).toBe(false);
  frame.remove();
});
