import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import Admin from "../src/admin/Admin.svelte";
import Auditor from "../src/auditor/Auditor.svelte";
import EmergencyBanner from "../src/emergency/EmergencyBanner.svelte";
import { emergency } from "../src/state/emergency.svelte";
import { seat } from "../src/state/seat.svelte";
import { all, find, open, section } from "./doctor_screen";
import { session } from "./fixture/access";
import { core } from "./fixture/border";
import { CALM, lasting, MODES, TASK } from "./fixture/emergency";
import { patient } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const asked = (name: string) => core.calls.filter((one) => one.name === name).map((one) => one.request);
const type = async (selector: string, value: string) => fireEvent.input(await arrives(selector), { target: { value } });

describe("障害時閲覧", () => {
  test("only a holder of the right is offered it, and only while the service is down", async () => {
    emergency.take({ ...CALM, service_down: true });
    const nurse = render(EmergencyBanner, { session: session("nurse") });
    expect(find('[data-test="declare-outage"]')).toBeNull();
    nurse.unmount();
    render(EmergencyBanner, { session: session("doctor", { emergency: true }) });
    await arrives('[data-test="declare-outage"]');
    emergency.take(CALM);
    await waitFor(() => expect(find('[data-test="declare-outage"]')).toBeNull());
    emergency.take({ ...CALM, service_down: true, rule_permits: false });
    expect(find('[data-test="declare-outage"]')).toBeNull();
  });

  test("a reason and a proof are asked, and その他 needs words", async () => {
    emergency.take({ ...CALM, service_down: true });
    core.answers.declare_outage_reading = () => ({ ...CALM, service_down: true, outage_reading: lasting("outage_reading") });
    render(EmergencyBanner, { session: session("doctor", { emergency: true }) });
    await fireEvent.click(await arrives('[data-test="declare-outage"]'));
    const submit = await arrives('[data-test="step-submit"]');
    await type('[data-test="proof"]', "123456");
    expect(submit).toHaveProperty("disabled", true);
    await fireEvent.click(await arrives('[data-test="reason-other"]'));
    expect(submit).toHaveProperty("disabled", true);
    await type('[data-test="reason-text"]', "停電");
    await waitFor(() => expect(submit).toHaveProperty("disabled", false));
    await fireEvent.click(submit);
    const line = await arrives('[data-test="emergency-line"][data-kind="outage_reading"]');
    expect(line.textContent).toContain("障害時閲覧中");
    expect(asked("declare_outage_reading")).toEqual([{ reason: "other", text: "停電", hours: 8, proof: "123456" }]);
    await waitFor(() => expect(find('[data-test="declare-panel"]')).toBeNull());
  });

  test("a wrong proof is said in its own words and nothing begins", async () => {
    emergency.take({ ...CALM, service_down: true });
    core.answers.declare_outage_reading = () => Promise.reject({ code: "wrong_credentials", fields: {} });
    render(EmergencyBanner, { session: session("doctor", { emergency: true }) });
    await fireEvent.click(await arrives('[data-test="declare-outage"]'));
    await fireEvent.click(await arrives('[data-test="reason-service"]'));
    await type('[data-test="proof"]', "000000");
    await fireEvent.click(await arrives('[data-test="step-submit"]'));
    expect((await arrives('[data-test="error"]')).textContent).toContain("本人確認ができません");
    expect(find('[data-test="emergency-banner"]')).toBeNull();
    expect(find('[data-test="proof"]')).toHaveProperty("value", "");
  });

  test("the desk sees that it is on, without buttons", () => {
    emergency.take({ ...CALM, outage_reading: lasting("outage_reading"), isolated: lasting("isolation", { number: 8, until: null }) });
    render(EmergencyBanner, { session: session("desk", { emergency: true }) });
    expect(all('[data-test="emergency-line"]')).toHaveLength(2);
    expect(all("button")).toHaveLength(0);
  });
});

describe("緊急閲覧（院内保存分）", () => {
  async function withheldPatient(emergencyRight: boolean): Promise<void> {
    seat.session = session("doctor", { emergency: emergencyRight });
    emergency.take(CALM);
    core.answers.open_patient = ({ person }) => {
      const view = patient(person);
      const withheld = { held: "nothing", content: null, version: null, hindrance: { reason: "expired", at: null, withheld: true } } as const;
      return { ...view, sections: view.sections.map((one) => (one.category === "condition" ? { ...one, ...withheld } : one)) };
    };
    await open();
  }

  test("is offered at a withheld section to a holder of the right alone", async () => {
    await withheldPatient(false);
    expect(section("condition")?.querySelector('[data-test="emergency-reading"]')).toBeNull();
  });

  test("names the patient, and begins for that one", async () => {
    await withheldPatient(true);
    expect(all('[data-test="emergency-reading"]')).toHaveLength(1);
    await fireEvent.click(await arrives('[data-test="emergency-reading"]'));
    const panel = await arrives('[data-test="reading-panel"]');
    expect(panel.textContent).toContain("緊急閲覧（院内保存分） — 浜辺 帆波");
    expect(find('[data-test="reason-line"]')).toBeNull();
    await fireEvent.click(await arrives('[data-test="reason-unconscious"]'));
    await type('[data-test="proof"]', "123456");
    await fireEvent.click(await arrives('[data-test="step-submit"]'));
    await waitFor(() => expect(find('[data-test="reading-panel"]')).toBeNull());
    expect(asked("begin_emergency_reading")).toEqual([{ person: 1, reason: "unconscious", proof: "123456" }]);
  });

  test("Escape leaves it", async () => {
    await withheldPatient(true);
    await fireEvent.click(await arrives('[data-test="emergency-reading"]'));
    await arrives('[data-test="reading-panel"]');
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(find('[data-test="reading-panel"]')).toBeNull());
  });
});

describe("接続先の特別な閲覧", () => {
  test("says the steps with what the call centre asks for, verbatim, and why others cannot be begun", async () => {
    emergency.take({ ...CALM, service_down: true, allowed_modes: ["system_fault"] });
    render(EmergencyBanner, { session: session("admin", { emergency: true }) });
    await fireEvent.click(await arrives('[data-test="service-modes"]'));
    const facts = await arrives('[data-test="for-call-centre"]');
    for (const said of [MODES.facility_number, "service_status", "E-503 maintenance"]) expect(facts.textContent).toContain(said);
    expect(find('[data-mode="emergency"]')?.textContent).toContain("この種類の施設では使えません");
    expect(find('[data-test="begin-disaster"]')).toBeNull();
    await fireEvent.click(await arrives('[data-test="begin-system_fault"]'));
    await fireEvent.click(await arrives('[data-test="reason-service"]'));
    await type('[data-test="proof"]', "123456");
    await fireEvent.click(await arrives('[data-test="step-submit"]'));
    await waitFor(() => expect(asked("begin_service_mode")).toHaveLength(1));
  });
});

describe("事後確認", () => {
  test("stays open until somebody records it; what was not in order needs words", async () => {
    render(Auditor);
    await fireEvent.click(await arrives('[data-test="review"]'));
    const submit = await arrives('[data-test="step-review"] [data-test="step-submit"]');
    await fireEvent.click(await arrives('[data-test="not-proper"]'));
    await waitFor(() => expect(submit).toHaveProperty("disabled", true));
    await type('[data-test="review-text"]', "理由が不明");
    await waitFor(() => expect(submit).toHaveProperty("disabled", false));
    await fireEvent.click(submit);
    await arrives('[data-test="reviewed"]');
    expect(asked("record_review")).toEqual([{ number: 7, proper: false, text: "理由が不明" }]);
    expect(find('[data-test="open-tasks"]')).toBeNull();
  });

  test("one's own use is announced, and its review marked 自己確認", async () => {
    core.answers.review_tasks = () => [
      { ...TASK, own: true },
      { ...TASK, number: 6, review: { by: "山手 医", at: "2026-11-21T12:00:00+09:00", proper: true, text: null, own: true } },
      { ...TASK, number: 5, ended_at: null, ended_by: null },
    ];
    render(Auditor);
    await fireEvent.click(await arrives('[data-number="7"] [data-test="review"]'));
    expect((await arrives('[data-test="step-review"]')).textContent).toContain("自分の使用の確認");
    expect(find('[data-number="6"] [data-test="own-review"]')?.textContent).toContain("自己確認");
    expect(find('[data-number="5"] [data-test="review"]')).toBeNull();
  });
});

describe("管理者", () => {
  test("makes a sealed account whose secret is shown once and ends it after a question", async () => {
    seat.session = session("admin", { emergency: true });
    emergency.take(CALM);
    core.answers.accounts = () => [{ ...ACCOUNT }];
    render(Admin);
    await fireEvent.click(await arrives('[data-test="admin-tab-emergency"]'));
    await fireEvent.click(await arrives('[data-test="make-sealed"]'));
    for (const name of ["name", "keeper", "staff", "key"]) await type(`[data-test="sealed-${name}"]`, `${name}-1`);
    await fireEvent.click(await arrives('[data-test="step-sealed"] [data-test="step-submit"]'));
    expect((await arrives('[data-test="sealed-secret"]')).textContent).toBe("abcde-fghjk-mnpqr-stvw0");
    await fireEvent.click(await arrives('[data-test="secret-kept"]'));
    await fireEvent.click(await arrives('[data-test="secret-done"]'));
    await waitFor(() => expect(find('[data-test="sealed-secret"]')).toBeNull());
    await fireEvent.click(await arrives('[data-test="return-to-normal"]'));
    expect(asked("return_to_normal")).toEqual([]);
    await fireEvent.click(await arrives('[data-test="return-yes"]'));
    await waitFor(() => expect(asked("return_to_normal")).toEqual([{ account: "sealed-1" }]));
  });
});

const ACCOUNT = {
  account: "sealed-1",
  display_name: "保管 太郎",
  staff_number: "0090",
  kind: "emergency",
  roles: ["doctor"],
  emergency: true,
  deputy: false,
  disabled: false,
  must_change: false,
  second_factor: null,
  codes_left: 0,
  factor_code_until: null,
  opens_clinical: true,
  locked_until: null,
} satisfies import("../src/bindings").AccountView;
