import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import type { ErrorCode } from "../src/bindings";
import { withGroup, wrongGroups } from "../src/start/recovery_groups";
import { seat } from "../src/state/seat.svelte";
import { all, find } from "./doctor_screen";
import { core } from "./fixture/border";
import { START } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const KEY = "7KQ2M-XH4TD-9PWRA-3JVNE-Z6C8B-5YFGV-0H1JK-2M3NP";
const groups = () => all<HTMLInputElement>('[data-test="recover-group"]');

beforeEach(() => {
  seat.leave();
  seat.phase = "sign_in";
  seat.start = null;
});

async function failWith(code: ErrorCode): Promise<void> {
  core.answers.start_state = () => Promise.reject({ code, fields: {} });
  render(App);
  await arrives('[data-test="start-failure"]');
}

async function openForm(): Promise<void> {
  await failWith("key_missing");
  await fireEvent.click(await arrives('[data-test="open-recover"]'));
  await arrives('[data-test="recover"]');
}

describe("a keyring that does not give the key", () => {
  test.each([
    ["keyring_locked", false],
    ["keyring_unavailable", true],
    ["keyring_failed", false],
    ["key_missing", true],
    ["key_foreign", true],
    ["key_changed", true],
    ["key_file_open", true],
    ["key_file_unreadable", false],
  ] as const)("%s says what to do, that nothing is lost, and offers the recovery key: %s", async (code, recoverable) => {
    await failWith(code);
    expect(all('[data-test="start-steps"] li').length).toBeGreaterThan(1);
    expect(find('[data-test="start-failure"]')?.textContent).toContain("新しい鍵は作成しません");
    expect(find('[data-test="open-recover"]') !== null).toBe(recoverable);
    expect(find("#password")).toBeNull();
  });
});

describe("opening with the recovery key", () => {
  test("has a field for each printed group; a whole key pasted into one fills all", async () => {
    await openForm();
    expect(groups()).toHaveLength(8);
    await fireEvent.input(groups()[2] ?? document.body, { target: { value: KEY } });
    expect(groups().map((one) => one.value).join("-")).toBe(KEY);
    core.answers.recover = () => START;
    await fireEvent.submit(await arrives('[data-test="recover"]'));
    await arrives('[data-test="sign-in"]');
    expect(core.calls.find((one) => one.name === "recover")?.request).toEqual({ recovery_key: KEY });
    expect(document.documentElement.outerHTML).not.toContain("7KQ2M");
  });

  test("names the wrong group, marks its field and goes there", async () => {
    await openForm();
    await fireEvent.input(groups()[0] ?? document.body, { target: { value: KEY } });
    core.answers.recover = () => Promise.reject({ code: "recovery_key", fields: { problem: "group", group: "3" } });
    await fireEvent.submit(await arrives('[data-test="recover"]'));
    const error = await arrives('[data-test="error"]');
    expect(error.textContent).toContain("3番目の組が正しくありません");
    expect(groups().map((one) => one.getAttribute("aria-invalid"))).toEqual(["false", "false", "true", "false", "false", "false", "false", "false"]);
    await waitFor(() => expect(document.activeElement).toBe(groups()[2]));
  });

  test.each([
    [{ problem: "exchanged", group: "2", other: "5" }, "2番目と5番目の組が入れ替わっています"],
    [{ problem: "missing", group: "4" }, "4番目の組が抜けています"],
    [{ problem: "surplus", group: "9" }, "9番目に入力した組が余分です"],
    [{ problem: "length", found: "38" }, "38文字"],
    [{ problem: "wrong" }, "この環境の復旧キーではありません"],
  ])("tells %o in words", async (fields, words) => {
    await openForm();
    await fireEvent.input(groups()[0] ?? document.body, { target: { value: KEY } });
    core.answers.recover = () => Promise.reject({ code: "recovery_key", fields });
    await fireEvent.submit(await arrives('[data-test="recover"]'));
    expect((await arrives('[data-test="error"]')).textContent).toContain(words);
  });

  test("cannot be sent while a group is empty", async () => {
    await openForm();
    expect((find('[data-test="recover-submit"]') as HTMLButtonElement).disabled).toBe(true);
  });
});

describe("typed groups", () => {
  const none = Array.from({ length: 8 }, () => "");
  test("take full-width letters, small ones, spaces and hyphens", () => {
    expect(withGroup(none, 1, "７ｋq2 m")[1]).toBe("7KQ2M");
  });
  test("run over into the next groups", () => {
    expect(withGroup(none, 6, "ABCDEFGHJK").slice(6)).toEqual(["ABCDE", "FGHJK"]);
  });
  test("wrong ones are counted from 0, and places beyond the key are none", () => {
    expect(wrongGroups({ group: "2", other: "5" })).toEqual([1, 4]);
    expect(wrongGroups({ group: "9" })).toEqual([]);
    expect(wrongGroups({})).toEqual([]);
  });
});
