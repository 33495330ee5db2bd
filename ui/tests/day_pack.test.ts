// 本日の患者の印刷: asked first, printed once, and gone from the document afterwards.
import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import type { Commands, DayPackView } from "../src/bindings";
import Doctor from "../src/doctor/Doctor.svelte";
import { seat } from "../src/state/seat.svelte";
import { ja } from "../src/words/ja";
import { all, find, row } from "./doctor_screen";
import { session } from "./fixture/access";
import { core } from "./fixture/border";
import { dayPack } from "./fixture/day_pack";
import { patient, patientOfNothings } from "./fixture/patient";
import { TODAY } from "./fixture/people";
import { PRESCRIPTION, items } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

const UNDISCLOSED = "膵頭部腫瘤";
const FOURTH = patient(4).identity;
const LEFT_OUT = ja.pack.leftOut([`${FOURTH.name} ${FOURTH.chart_number}`]);
/** What stood on the paper whenever something was printed. */
let printed: string[];
const asked = () => core.calls.filter(({ name }) => name === "day_pack").map(({ request }) => request as Commands["day_pack"]["request"]);
const undisclosed = () => document.querySelector<HTMLInputElement>('[data-test="day-pack-undisclosed"]');
const press = (name: string) => fireEvent.click(find(`[data-test="${name}"]`) ?? document.body);

beforeEach(() => {
  printed = [];
  vi.stubGlobal("print", () => printed.push(find('[data-test="paper"]')?.textContent ?? ""));
});
afterEach(() => vi.unstubAllGlobals());

async function ask(): Promise<void> {
  await row(1);
  await press("day-pack");
}

async function printOut(): Promise<string> {
  await press("day-pack-print");
  await waitFor(() => expect(printed).toHaveLength(1));
  return printed[0] ?? "";
}

function gone(): void {
  expect(find('[data-test="paper"]')).toBeNull();
  expect(document.body.textContent).not.toContain("セファゾリン");
}

describe("本日の患者の印刷", () => {
  test("asks first: how many, 未告知, and what becomes of the paper", async () => {
    render(Doctor);
    await ask();
    expect(find('[data-test="day-pack-text"]')?.textContent).toContain(`${TODAY.patients.length}名`);
    expect(find('[data-test="day-pack-panel"]')?.textContent).toContain(ja.pack.destroy);
    expect(undisclosed()?.checked).toBe(false);
    expect(asked()).toEqual([]);
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(find('[data-test="day-pack-panel"]')).toBeNull());
    expect(asked()).toEqual([]);
    expect(printed).toEqual([]);
  });

  test("prints each patient once with who, when and as of when, beside the screen", async () => {
    render(Doctor);
    await ask();
    const paper = await printOut();
    expect(asked()).toEqual([{ with_undisclosed: false }]);
    for (const text of ["セファゾリンナトリウム", "アナフィラキシー", "そば", "2型糖尿病性腎症", "アムロジピン錠5mg", "2026-11-21 10:32", "山手 医", "2026-11-21 10:45"]) {
      expect(paper).toContain(text);
    }
    expect(paper).not.toContain(UNDISCLOSED);
    expect(paper).not.toContain("未告知");
    expect(paper).toContain(ja.doctor.allergy.unknownShort(ja.sections.hindrance.refused.title));
    expect(paper).toContain(ja.pack.paper.failed);
    expect(paper).toContain(LEFT_OUT);
    expect(all('[data-test="paper-patient"]').map((one) => one.textContent?.includes(ja.pack.paper.source))).toEqual([true, true, true]);
    expect(find('[data-test="paper"]')?.parentElement).toBe(document.body);
  });

  test("is gone when the print is over, and the next one asks for 未告知 anew", async () => {
    render(Doctor);
    await ask();
    await fireEvent.click(undisclosed() ?? document.body);
    expect(await printOut()).toContain(UNDISCLOSED);
    await fireEvent(window, new Event("afterprint"));
    await waitFor(gone);
    // Who is not in it can still be read.
    expect(find('[data-test="day-pack-left-out"]')?.textContent).toContain(LEFT_OUT);
    await press("day-pack-read");
    await waitFor(() => expect(find('[data-test="day-pack-panel"]')).toBeNull());
    await press("day-pack");
    expect(undisclosed()?.checked).toBe(false);
    await press("day-pack-print");
    await waitFor(() => expect(printed).toHaveLength(2));
    expect(asked()).toEqual([{ with_undisclosed: true }, { with_undisclosed: false }]);
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(gone);
    expect(find('[data-test="day-pack-panel"]')).toBeNull();
  });

  test("closes by itself after a print that everybody was in", async () => {
    core.answers.day_pack = () => dayPack(false, { left_out: [] });
    render(Doctor);
    await ask();
    await printOut();
    await fireEvent(window, new Event("afterprint"));
    await waitFor(() => expect(find('[data-test="day-pack-panel"]')).toBeNull());
    gone();
  });

  test("says in the head of each paper that the clock has to be checked, while it has", async () => {
    core.answers.day_pack = () => dayPack(false, { clock_in_doubt: true });
    render(Doctor);
    await ask();
    await printOut();
    expect(all('[data-test="paper-patient"] header [data-test="paper-clock"]').map((one) => one.textContent?.includes("時計要確認"))).toEqual([true, true, true]);
  });

  test("names the patient in each block and over each group of a list that goes over pages", async () => {
    const [pattern] = PRESCRIPTION.current;
    const [first] = dayPack(false).patients;
    if (pattern === undefined || first === undefined) throw new Error("the fixture has no rows");
    const current = Array.from({ length: 60 }, (_, at) => ({ ...pattern, key: `p${at}`, text: `架空錠第${at}号` }));
    const long = { ...pattern, key: "long", text: "長".repeat(3000) };
    const content = { section: "prescription" as const, ...PRESCRIPTION, current, unknown: [long], ended: [] };
    core.answers.day_pack = () => dayPack(false, { patients: [{ ...first, sections: [items("prescription", { content })] }] });
    render(Doctor);
    await ask();
    await printOut();
    const who = [first.identity.name, first.identity.birth_date ?? "no birth date", first.identity.chart_number ?? "no chart number"];
    const blocks = all('[data-test="paper-block"]');
    expect(blocks.length).toBeGreaterThan(4);
    for (const block of blocks) {
      for (const text of who) expect(block.firstElementChild?.textContent).toContain(text);
      for (const title of block.querySelectorAll("h3")) expect(title.textContent).toContain(first.identity.name);
      const rows = [...block.querySelectorAll('[data-look="row"]')];
      expect(rows.length).toBeLessThanOrEqual(16);
      expect(rows.map((row) => row.textContent ?? "").join("").length).toBeLessThanOrEqual(16 * 50);
      // A row never stands without the head it shares with others.
      if (rows.length > 0) expect(block.querySelector('[data-look="head"]')?.textContent).toContain("2026-11-14");
    }
    const goOn = blocks.filter((block) => block.firstElementChild?.textContent?.includes(ja.pack.paper.goesOn(`処方 ${ja.doctor.prescription.current}`)));
    expect(goOn.length).toBeGreaterThan(1);
    const paper = find('[data-test="paper"]')?.textContent ?? "";
    for (const { text } of current) expect(paper.split(text)).toHaveLength(2);
    expect(paper.split("長")).toHaveLength(3001);
  });

  test("is gone with the lock, and an answer that comes later is never printed", async () => {
    seat.leave();
    Object.assign(seat, { phase: "sign_in", hidden: false, start: null, locked: null, changing: false });
    core.answers.session = () => session("doctor");
    render(App);
    await ask();
    await printOut();
    await fireEvent.keyDown(window, { key: "F9" });
    await waitFor(gone);
    seat.enter(session("doctor"));
    let answer: (pack: DayPackView) => void = () => undefined;
    core.answers.day_pack = () => new Promise((resolve) => (answer = resolve));
    await ask();
    await press("day-pack-print");
    await waitFor(() => expect(asked()).toHaveLength(2));
    await fireEvent.keyDown(window, { key: "F9" });
    answer(dayPack(false));
    await waitFor(() => expect(find('[data-test="today-row"]')).toBeNull());
    gone();
    expect(printed).toHaveLength(1);
    seat.leave();
  });

  test("says why nothing was printed", async () => {
    core.answers.day_pack = () => Promise.reject({ code: "audit_unavailable", fields: {} });
    render(Doctor);
    await ask();
    await press("day-pack-print");
    await waitFor(() => expect(find('[data-test="day-pack-panel"]')?.textContent).toContain("監査"));
    expect(printed).toEqual([]);
  });

  test("is not offered to a role that was granted nothing", async () => {
    const patients = TODAY.patients.map((one) => ({ ...one, readiness: { ...one.readiness, state: "not_granted" as const } }));
    core.answers.todays_patients = () => ({ ...TODAY, patients });
    render(Doctor);
    await row(1);
    expect(find('[data-test="day-pack"]')).toBeNull();
  });

  test("leaves out what the core withholds: each section of a patient of nothings says its word alone", async () => {
    const [first] = dayPack(false).patients;
    const sections = patientOfNothings(1).sections.filter(({ category }) => ["drug_allergy", "other_allergy", "condition", "prescription"].includes(category));
    core.answers.day_pack = () => dayPack(false, { patients: first === undefined ? [] : [{ ...first, sections }], left_out: [] });
    render(Doctor);
    await ask();
    const paper = await printOut();
    expect(paper).toContain(ja.sections.hindrance.refused.title);
    expect(paper).toContain(ja.sections.hindrance.expired.title);
    expect(paper).toContain(ja.doctor.allergy.noneShort);
    expect(all('[data-test="paper"] [data-look="row"]')).toEqual([]);
  });
});
