import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import Admin from "../src/admin/Admin.svelte";
import { seat } from "../src/state/seat.svelte";
import { all, find } from "./doctor_screen";
import { session } from "./fixture/access";
import { core, tell } from "./fixture/border";
import { START } from "./fixture/patient";
import { CERTIFICATE, EXPORTED, RETIREMENT } from "./fixture/retire";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = <E extends HTMLElement>(selector: string) => waitFor(() => (find(selector) as E | null) ?? Promise.reject(new Error(selector)));
const types = async (name: string, value: string) => fireEvent.input(await arrives(`[data-test="${name}"]`), { target: { value } });
const called = (name: string) => core.calls.filter((one) => one.name === name);

beforeEach(() => {
  seat.leave();
  seat.phase = "sign_in";
  seat.start = null;
});

async function openSteps(): Promise<void> {
  render(Admin);
  await fireEvent.click(await arrives('[data-test="admin-tab-upkeep"]'));
  expect(called("retirement")).toHaveLength(0);
  await fireEvent.click(await arrives('[data-test="retire-open"]'));
  await arrives('[data-test="retire-export"]');
}

async function fillIn(word: string): Promise<HTMLButtonElement> {
  await types("retire-key", "7kq2m-xh4td");
  await types("retire-password", "kasumi-4417-aoi");
  await types("retire-word", word);
  return arrives<HTMLButtonElement>('[data-test="retire-submit"]');
}

describe("このPCの利用を終える", () => {
  test("says what stands in the way, and offers no way past it", async () => {
    core.answers.retirement = () => ({ ...RETIREMENT, obstacles: ["stored_since", "sealed_since"] });
    await openSteps();
    expect(all('[data-test="retire-obstacles"] li').map((one) => one.dataset.obstacle)).toEqual(["stored_since", "sealed_since"]);
    expect(find('[data-test="retire-obstacles"]')?.textContent).toContain("写しを作成し直してください");
    expect(find('[data-test="retire-submit"]')).toBeNull();
  });

  test("plans the copy, and shows what it holds once it is made", async () => {
    await openSteps();
    await types("export-folder", " /media/stick ");
    await fireEvent.click(await arrives('[data-test="plan-export"]'));
    expect((await arrives('[data-test="export-planned"]')).textContent).toContain("/media/stick");
    expect(called("export_profile")[0]?.request).toEqual({ folder: "/media/stick" });
    core.answers.retirement = () => EXPORTED;
    tell({ event: "upkeep_changed" });
    expect((await arrives('[data-test="nowhere-else"]')).textContent).toContain("患者71名（提供されなくなったもの12件、閲覧期間外40件、古い版195件、11.0 MiB）");
    expect(find('[data-test="export-made"]')?.textContent).toContain("2026-11-21 18:05");
    expect(find('[data-test="same-disk"]')).toBeNull();
    await arrives('[data-test="retire-ready"]');
  });

  test("asks again by itself until the work for a doctor who left is done", async () => {
    core.answers.retirement = () => ({ ...EXPORTED, obstacles: ["clinical_session"] });
    await openSteps();
    await arrives('[data-obstacle="clinical_session"]');
    core.answers.retirement = () => EXPORTED;
    await arrives('[data-test="retire-ready"]');
  });

  test("a copy on the same disk and a failed one are said", async () => {
    core.answers.retirement = () => ({ ...EXPORTED, fault: "export_disk_full", last: EXPORTED.last === null ? null : { ...EXPORTED.last, same_disk: true } });
    await openSteps();
    await arrives('[data-test="same-disk"]');
    expect(find('[data-test="export-fault"]')?.textContent).toContain("空きがありません");
  });

  test("ends the use only with the word, the password and the key; then only the certificate is left", async () => {
    core.answers.retirement = () => EXPORTED;
    core.answers.session = () => session("admin");
    render(App);
    await fireEvent.click(await arrives('[data-test="admin-tab-upkeep"]'));
    await fireEvent.click(await arrives('[data-test="retire-open"]'));
    expect((await fillIn("利用")).disabled).toBe(true);
    const submit = await fillIn("利用終了");
    expect(submit.disabled).toBe(false);
    await fireEvent.click(submit);
    expect((await arrives('[data-test="certificate"]')).textContent).toBe(CERTIFICATE.text);
    expect(called("retire")[0]?.request).toEqual({ word: "利用終了", password: "kasumi-4417-aoi", recovery_key: "7kq2m-xh4td", certificate_folder: "", without_missing: false });
    expect(find('[data-test="certificate-digest"]')?.textContent).toBe(CERTIFICATE.sha256);
    expect(find('[data-test="certificate-saved"]')?.textContent).toContain("clins-retirement-1b4e28ba.txt");
    expect(document.documentElement.outerHTML).not.toContain("7kq2m");
    expect(seat.session).toBeNull();
  });

  test("without answers that were lost only when somebody says so", async () => {
    core.answers.retirement = () => ({ ...EXPORTED, obstacles: ["answers_missing"] });
    await openSteps();
    expect(find('[data-test="retire-obstacles"]')?.textContent).toContain("失われ");
    const submit = await fillIn("利用終了");
    expect(submit.disabled).toBe(true);
    await fireEvent.click(await arrives('[data-test="retire-without-missing"]'));
    await fireEvent.click(submit);
    await waitFor(() => expect(called("retire")[0]?.request).toMatchObject({ without_missing: true }));
  });

  test("a refusal is told and the obstacles are asked for again", async () => {
    core.answers.retirement = () => EXPORTED;
    core.answers.retire = () => Promise.reject({ code: "retirement_refused", fields: { why: "stored_since" } });
    await openSteps();
    const submit = await fillIn("利用終了");
    core.answers.retirement = () => ({ ...EXPORTED, obstacles: ["stored_since"] });
    await fireEvent.click(submit);
    await arrives('[data-obstacle="stored_since"]');
    expect(seat.phase).not.toBe("retired");
  });
});

describe("a PC whose use has ended", () => {
  const ended = () => ({ ...START, retired: { ...CERTIFICATE, saved: null, remained: 2 } });

  test("shows the certificate at the start, and that it is not saved, and signs nobody in", async () => {
    core.answers.start_state = ended;
    render(App);
    await arrives('[data-test="retired"]');
    expect(find('[data-test="certificate-saved"]')?.textContent).toContain("印刷して保管");
    expect(find('[data-test="retired"]')?.textContent).toContain("2個");
    expect(find("#password")).toBeNull();
    expect(called("session")).toHaveLength(0);
  });

  test("is set up anew only when that was said twice", async () => {
    core.answers.start_state = ended;
    render(App);
    await fireEvent.click(await arrives('[data-test="anew"]'));
    expect(called("begin_anew")).toHaveLength(0);
    await fireEvent.click(await arrives('[data-test="anew-yes"]'));
    await arrives('[data-test="set-up"]');
  });

  test("an act that is not finished is told with its cause, and the recovery key is not offered", async () => {
    core.answers.start_state = () => Promise.reject({ code: "retirement_unfinished", fields: { detail: "keyring_locked" } });
    render(App);
    expect((await arrives('[data-test="start-failure"]')).textContent).toContain("keyring_locked");
    expect(find('[data-test="open-recover"]')).toBeNull();
    expect(find('[data-test="start-failure"]')?.textContent).not.toContain("記録は消えていません");
  });
});
