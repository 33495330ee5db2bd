import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import TimeServer from "../src/admin/upkeep/TimeServer.svelte";
import { find } from "./doctor_screen";
import { core } from "./fixture/border";
import { RULES } from "./fixture/upkeep";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const field = () => arrives('[data-test="time-server"]') as Promise<HTMLInputElement>;
const saving = () => find('[data-test="save-time-server"]') as HTMLButtonElement;
const asked = () => core.calls.filter((one) => one.name === "set_site_rules").map((one) => one.request);

describe("the time server of the site", () => {
  test("is named by itself, without touching other rules", async () => {
    render(TimeServer);
    const input = await field();
    expect(input.value).toBe("");
    await fireEvent.input(input, { target: { value: " ntp.clins.invalid:4123 " } });
    await fireEvent.submit(find('[data-test="time-server-rules"] form') ?? document.body);
    await waitFor(() => expect(asked()).toHaveLength(1));
    expect(asked()[0]).toEqual({ reading_after_end: "emergency_only", staleness: [], time_server: "ntp.clins.invalid:4123" });
    await waitFor(() => expect(find('[role="status"]')?.textContent).toContain("時刻サーバーの設定を保存しました"));
  });

  test("is shown as the site has it, and taken away by an empty field", async () => {
    core.answers.site_rules = () => ({ ...RULES, time_server: "ntp.clins.invalid" });
    render(TimeServer);
    await waitFor(async () => expect((await field()).value).toBe("ntp.clins.invalid"));
    await fireEvent.input(await field(), { target: { value: "" } });
    await fireEvent.submit(find('[data-test="time-server-rules"] form') ?? document.body);
    await waitFor(() => expect(asked()).toMatchObject([{ time_server: "" }]));
  });

  test("is no sentence, no address of a page and nothing endless", async () => {
    render(TimeServer);
    for (const wrong of ["ntp clins", "http://ntp.clins.invalid", "時刻", "a".repeat(260)]) {
      await fireEvent.input(await field(), { target: { value: wrong } });
      expect(find('[data-test="time-server-wrong"]')?.textContent).toContain("半角");
      expect(saving().disabled).toBe(true);
    }
    await fireEvent.input(await field(), { target: { value: "192.0.2.7" } });
    expect(saving().disabled).toBe(false);
  });

  test("that the core refuses stays in the field, and the screen says so", async () => {
    core.answers.set_site_rules = () => Promise.reject({ code: "rule_out_of_range", fields: { rule: "time_server" } });
    render(TimeServer);
    await fireEvent.input(await field(), { target: { value: "ntp..invalid" } });
    await fireEvent.submit(find('[data-test="time-server-rules"] form') ?? document.body);
    expect((await arrives('[data-test="error"]')).dataset.code).toBe("rule_out_of_range");
    expect((await field()).value).toBe("ntp..invalid");
  });
});
