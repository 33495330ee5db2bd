import { render, waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import Doctor from "../src/doctor/Doctor.svelte";
import { seat } from "../src/state/seat.svelte";
import { find, row } from "./doctor_screen";
import { core, tell } from "./fixture/border";
import { session } from "./fixture/access";
import { UPKEEP } from "./fixture/upkeep";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
afterEach(() => (seat.session = null));

describe("how the copy stands", () => {
  test("is not mentioned while it is whole", async () => {
    render(Doctor);
    await row(1);
    expect(find('[data-test="standing"]')).toBeNull();
    expect(find('[data-test="disk"]')).toBeNull();
  });

  test("an earlier state is said from the first moment, from the session itself", async () => {
    seat.session = { ...session("doctor"), copy: { state: "behind", lost: 3 } };
    core.answers.upkeep = () => new Promise(() => {});
    render(Doctor);
    expect((await arrives('[data-test="standing"]')).textContent).toContain("記録が前の状態に戻っています（最後の3件");
  });

  test("the second copy is named with its moment, and news bring it", async () => {
    render(Doctor);
    await row(1);
    core.answers.upkeep = () => ({ ...UPKEEP, standing: { state: "second_copy", as_of: "2026-11-20T18:00:00+09:00", why: "store_damaged", lost: null } });
    tell({ event: "upkeep_changed" });
    expect((await arrives('[data-test="standing"]')).textContent).toContain("予備の複製を表示中（2026-11-20 18:00 時点）");
  });

  test.each(["full", "failing"] as const)("a disk that is %s says that reading goes on", async (disk) => {
    core.answers.upkeep = () => ({ ...UPKEEP, disk });
    render(Doctor);
    expect((await arrives('[data-test="disk"]')).textContent).toContain("保存済みの情報は閲覧できます");
  });
});

describe("the readiness of today's patients", () => {
  test("is one line, with what is missing of each and why", async () => {
    render(Doctor);
    const missing = await row(4);
    expect(find('[data-test="ready"]')?.textContent?.trim()).toBe("準備 6/11 完了");
    expect(missing.title).toBe("不足: 検査（同意なし）、処方（今回同意なし）");
    expect(missing.querySelector('[data-test="lacking"]')?.textContent).toBe(missing.title);
    expect((await row(8)).title).toContain("健診（取得できません: 接続先から応答がありません、以前の保存分あり）");
    expect((await row(1)).title).toBe("");
  });
});
