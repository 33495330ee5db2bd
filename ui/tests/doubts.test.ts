// A question about what may still be read got no answer: nothing is shown, and it is asked again by itself.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Category, ErrorCode, SectionUpdate } from "../src/bindings";
import { PAUSES } from "../src/state/doubts.svelte";
import { line } from "../src/state/line.svelte";
import { OpenPatient } from "../src/state/open_patient.svelte";
import { find, open, section } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { patient, UP, update } from "./fixture/patient";
import { items, nothing } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

const asked = (category: Category) =>
  core.calls.filter(({ name, request }) => name === "patient_section" && (request as { category: Category }).category === category).length;
const fail = (code: ErrorCode) => (core.answers.patient_section = () => Promise.reject({ code, fields: {} }));
const succeed = () => (core.answers.patient_section = ({ category }) => update(items(category)));
const confirmed = (category: Category, person = 1) => ({ event: "section_changed" as const, person, category, version: null, changes: null });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const ALL = PAUSES.reduce((sum, pause) => sum + pause, 0);

async function chosen(person = 1): Promise<OpenPatient> {
  const shown = new OpenPatient();
  await shown.choose(patient(person).identity, 0);
  expect(shown.view).not.toBeNull();
  return shown;
}

beforeEach(() => line.take(UP));
afterEach(() => {
  vi.useRealTimers();
});

describe("one question that failed for a moment", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });

  test.each<ErrorCode>(["internal", "store_unreadable", "disk_full"])("covers everything until asking again succeeds (%s)", async (code) => {
    const shown = await chosen();
    fail(code);
    await shown.hear(confirmed("condition"));
    expect(shown.view).toBeNull();
    expect(shown.checking).toBe(true);
    expect(shown.failure).toBeNull();
    await pass(PAUSES[0] - 1);
    expect(asked("condition")).toBe(1);
    succeed();
    await pass(1);
    expect(asked("condition")).toBe(2);
    expect(shown.checking).toBe(false);
    expect(shown.view?.sections.find(({ category }) => category === "condition")?.held).toBe("items");
    expect(core.calls.filter(({ name }) => name === "open_patient")).toHaveLength(1);
    await pass(60_000);
    expect(asked("condition")).toBe(2);
  });

  test("waits longer before the second time, then gives up and leaves nothing", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    await pass(PAUSES[0]);
    expect(asked("condition")).toBe(2);
    expect(shown.checking).toBe(true);
    await pass(PAUSES[1] - 1);
    expect(asked("condition")).toBe(2);
    await pass(1);
    expect(asked("condition")).toBe(3);
    expect([shown.checking, shown.view, shown.failure?.code]).toEqual([false, null, "internal"]);
    expect(PAUSES[1]).toBeGreaterThan(PAUSES[0]);
    succeed();
    await pass(60_000);
    expect([asked("condition"), shown.view]).toEqual([3, null]);
  });

  test("uncovers only when no section is in doubt any more", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.renewAll();
    core.answers.patient_section = ({ category }) => (category === "infection" ? Promise.reject({ code: "internal", fields: {} }) : update(items(category)));
    await pass(PAUSES[0]);
    expect([shown.checking, shown.view]).toEqual([true, null]);
    succeed();
    await pass(PAUSES[1]);
    expect(shown.checking).toBe(false);
    expect(shown.view).not.toBeNull();
  });

  test("what is withheld by then does not come back with the rest", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    core.answers.patient_section = ({ category }) => update(nothing(category, { reason: "refused", withheld: true }));
    await pass(PAUSES[0]);
    expect(shown.view?.sections.find(({ category }) => category === "condition")?.content ?? null).toBeNull();
  });

  test.each<ErrorCode>(["withheld", "audit_unavailable", "not_granted", "no_such_person"])("a refusal withdraws at once and is not asked again (%s)", async (code) => {
    const shown = await chosen();
    fail(code);
    await shown.hear(confirmed("condition"));
    expect([shown.checking, shown.view, shown.failure?.code]).toEqual([false, null, code]);
    await pass(60_000);
    expect(asked("condition")).toBe(1);
  });

  test("a refusal while it is being checked ends the checking", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    fail("withheld");
    await pass(PAUSES[0]);
    expect([shown.checking, shown.failure?.code]).toEqual([false, "withheld"]);
    succeed();
    await pass(60_000);
    expect([asked("condition"), shown.view]).toEqual([2, null]);
  });

  test("an answer to a question from before the doubt does not end it", async () => {
    const shown = await chosen();
    let answerEarly: (early: SectionUpdate) => void = () => {};
    core.answers.patient_section = () => new Promise((resolve) => (answerEarly = resolve));
    void shown.hear(confirmed("condition"));
    await pass(0);
    fail("internal");
    await shown.hear(confirmed("condition"));
    answerEarly(update(items("condition")));
    await pass(0);
    expect([shown.checking, shown.view]).toEqual([true, null]);
  });

  test("news that are answered meanwhile end the doubt without another question", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    succeed();
    await shown.hear(confirmed("condition"));
    expect(shown.checking).toBe(false);
    await pass(60_000);
    expect(asked("condition")).toBe(2);
  });
});

describe("somebody else is chosen while it is being checked", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });

  test("nobody asks again for the patient before", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    await shown.choose(patient(2).identity, 0);
    expect([shown.checking, shown.view?.identity.person]).toEqual([false, 2]);
    await pass(ALL);
    expect(asked("condition")).toBe(1);
    expect([shown.failure, shown.view?.identity.person]).toEqual([null, 2]);
  });

  test.each(["answered", "refused"])("a question under way for the patient before paints nothing (%s)", async (way) => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    let end: () => void = () => {};
    core.answers.patient_section = () =>
      new Promise((resolve, reject) => {
        end = () => (way === "answered" ? resolve(update(nothing("condition", { reason: "refused", withheld: true }))) : reject({ code: "withheld", fields: {} }));
      });
    await pass(PAUSES[0]);
    await shown.choose(patient(2).identity, 0);
    const before = shown.view;
    end();
    await pass(ALL);
    expect(shown.view).toBe(before);
    expect([shown.checking, shown.failure]).toEqual([false, null]);
  });

  test("nothing is asked once nobody is open", async () => {
    const shown = await chosen();
    fail("internal");
    await shown.hear(confirmed("condition"));
    shown.clear();
    await pass(60_000);
    expect([asked("condition"), shown.checking, shown.view]).toEqual([1, false, null]);
  });
});

describe("the screen", () => {
  test("holds nothing but who it is while it is being checked, says so, and comes back", async () => {
    await open();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    fail("internal");
    tell(confirmed("condition"));
    await pass(0);
    expect(find('[data-test="checking"]')?.getAttribute("role")).toBe("status");
    for (const text of ["糖尿病性腎症", "セファゾリン"]) expect(document.body.textContent).not.toContain(text);
    expect(find('[data-test="identity"]')?.textContent).toContain("浜辺");
    expect(find('[role="tablist"]')).toBeNull();
    succeed();
    await pass(PAUSES[0]);
    expect(find('[data-test="checking"]')).toBeNull();
    expect(section("condition")?.textContent).toContain("糖尿病性腎症");
  });
});
