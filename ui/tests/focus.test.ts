// Where the focus is once something was answered: where the person goes on, never out of the page.
import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import Admin from "../src/admin/Admin.svelte";
import Auditor from "../src/auditor/Auditor.svelte";
import type { AuditEntryView } from "../src/bindings";
import EmergencyBanner from "../src/emergency/EmergencyBanner.svelte";
import Inside from "../src/frame/Inside.svelte";
import { catchFocus } from "../src/frame/lost_focus";
import { emergency } from "../src/state/emergency.svelte";
import { line } from "../src/state/line.svelte";
import { seat } from "../src/state/seat.svelte";
import { find, open } from "./doctor_screen";
import { session } from "./fixture/access";
import { BOARD } from "./fixture/board";
import { core } from "./fixture/border";
import { WARD } from "./fixture/desk_people";
import { CALM, lasting } from "./fixture/emergency";
import { NOTES } from "./fixture/notes";
import { AUDIT } from "./fixture/office";
import { UP } from "./fixture/patient";

vi.mock("../src/border", () => import("./fixture/border"));

const held = () => document.activeElement as HTMLElement;
const named = (test: string) => `[data-test="${test}"]`;
const arrives = (selector: string) => waitFor(() => find(selector) ?? Promise.reject(new Error(selector)));
const type = async (test: string, value: string) => fireEvent.input(await arrives(named(test)), { target: { value } });

/** As by the keyboard: what is pressed has the focus. */
async function press(selector: string): Promise<void> {
  const control = await arrives(selector);
  control.focus();
  await fireEvent.click(control);
}

beforeEach(() => line.take(UP));

describe("a control that goes", () => {
  let box: HTMLElement;
  let stop: void | (() => void);
  const inner = (selector: string) => box.querySelector<HTMLElement>(selector) ?? document.body;

  beforeEach(() => {
    box = document.createElement("div");
    box.innerHTML = '<main><section><p><button id="one">1</button></p><button id="other">2</button></section></main>';
    document.body.append(box);
    stop = catchFocus(box);
  });
  afterEach(() => {
    stop?.();
    box.remove();
  });

  test("leaves the focus at the part around it, not at another control", async () => {
    const section = inner("section");
    inner("#one").focus();
    inner("p").remove();
    await waitFor(() => expect(held()).toBe(section));
    inner("#other").focus();
    expect(section.hasAttribute("tabindex")).toBe(false);
  });

  test("leaves it at what is left of the screen when the part goes as well", async () => {
    inner("#one").focus();
    inner("section").remove();
    await waitFor(() => expect(held()).toBe(inner("main")));
  });

  test("and comes back has it again", async () => {
    const one = inner("#one") as HTMLButtonElement;
    one.focus();
    // A browser takes the focus from a control that is switched off.
    one.blur();
    one.disabled = true;
    await Promise.resolve();
    expect(held()).toBe(document.body);
    one.disabled = false;
    await waitFor(() => expect(held()).toBe(one));
  });

  test("is not followed by whoever clicked beside everything", async () => {
    inner("#one").focus();
    await fireEvent.pointerDown(inner("main"));
    inner("#one").blur();
    await fireEvent.pointerUp(inner("main"));
    inner("#one").remove();
    await new Promise((settled) => setTimeout(settled, 20));
    expect(held()).toBe(document.body);
  });
});

describe("the tools of the desk", () => {
  beforeEach(() => {
    seat.session = session("desk");
  });

  async function tool(key: string): Promise<void> {
    render(Inside, { session: session("desk") });
    await waitFor(() => expect(document.querySelectorAll(named("board-row"))).toHaveLength(BOARD.rows.length));
    await fireEvent.keyDown(window, { key });
    await arrives(named("desk-tool"));
  }
  async function submit(form: string): Promise<void> {
    find(`${named(form)} [type="submit"]`)?.focus();
    await fireEvent.submit(await arrives(named(form)));
  }
  async function number(): Promise<void> {
    await tool("n");
    for (const [field, value] of [["insurer", "06139999"], ["number", "34"], ["birth", "S5.6.28"]] as const) await type(`number-${field}`, value);
    await submit("number-check");
  }

  test("a number that was answered begins with its first field again", async () => {
    await number();
    await arrives(named("tool-said"));
    await waitFor(() => expect(held().dataset.test).toBe("number-insurer"));
  });

  test("a field that cannot be used has it", async () => {
    core.answers.check_number = () => Promise.reject({ code: "person_invalid", fields: { problem: "birth_date" } });
    await number();
    await arrives(named("tool-problem"));
    await waitFor(() => expect(held().dataset.test).toBe("number-birth"));
  });

  test("after somebody was added comes the next name", async () => {
    await tool("h");
    await type("person-name", "見本 花子");
    await type("person-birth", "1950-01-01");
    const gender = (await arrives(named("person-gender"))) as HTMLSelectElement;
    await fireEvent.change(gender, { target: { value: "female" } });
    await submit("add-person");
    await arrives(named("tool-said"));
    await waitFor(() => expect(held().dataset.test).toBe("person-name"));
  });

  test("lists: a new one, somebody put on or taken off, and one removed", async () => {
    await tool("l");
    await type("list-name", "訪問");
    await submit("make-list");
    await waitFor(() => expect(held().dataset.test).toBe("list-name"));
    await press(`${named("named-list")} li button`);
    await waitFor(() => expect(held().textContent).toBe(WARD.name));
    await press(`${named("named-list")} > button.link`);
    await waitFor(() => expect(held().dataset.test).toBe("list-name"));
  });

  test("joins: into the form, back from it, and to what is joined still", async () => {
    await tool("j");
    await press(named("separate"));
    await waitFor(() => expect(held().dataset.test).toBe("item-birth"));
    await press(`${named("separate-form")} button[type="button"]`);
    await waitFor(() => expect(held().dataset.test).toBe("separate"));
    await press(named("separate"));
    await type("item-birth", "1930-06-28");
    await type("item-chart", "000123");
    await submit("separate-form");
    await waitFor(() => expect(held().dataset.test).toBe("joins"));
  });

  test("a file with bad lines goes on with what they are", async () => {
    await tool("i");
    const input = (await arrives(named("people-file-input"))) as HTMLInputElement;
    Object.defineProperty(input, "files", { value: [new File(["氏名,生年月日\n"], "予約.csv")] });
    input.focus();
    await fireEvent.change(input);
    const lines = await arrives(named("bad-lines"));
    await waitFor(() => expect(held().nextElementSibling).toBe(lines));
  });

  test("a confirmed name leaves it at the row, whose button is gone", async () => {
    render(Inside, { session: session("desk") });
    await press(named("name-differs"));
    await type("item-birth", "1944-01-09");
    core.answers.consent_board = () => ({ ...BOARD, rows: BOARD.rows.map((one) => ({ ...one, other_names: [] })) });
    await submit("confirm-name");
    await waitFor(() => expect(find(named("name-differs"))).toBeNull());
    await waitFor(() => expect([held().dataset.test, held().dataset.person]).toEqual(["board-row", "7"]));
  });

  test("closed with Escape, though nothing of it has the focus", async () => {
    await tool("n");
    held().blur();
    await fireEvent.keyDown(document.body, { key: "Escape" });
    await waitFor(() => expect(find(named("desk-tool"))).toBeNull());
  });
});

describe("the notes", () => {
  async function notes(): Promise<void> {
    core.answers.notes = ({ person }) => ({ ...NOTES, person });
    await open();
    await fireEvent.keyDown(window, { key: "5" });
    await arrives(named("note-draft"));
  }

  test("a saved one leaves it above the drafts, one given up at the beginning", async () => {
    await notes();
    await press(named("note-new"));
    await press(named("note-cancel"));
    await waitFor(() => expect(held().dataset.test).toBe("note-new"));
    await press(named("note-new"));
    await type("note-text", "健診の腎機能を確認");
    await fireEvent.keyDown(await arrives(named("note-text")), { key: "Enter", ctrlKey: true });
    await waitFor(() => expect([held().tagName, held().nextElementSibling?.contains(find(named("note-draft")))]).toEqual(["H3", true]));
  });

  test("a confirmed one leaves it above what is confirmed: another Enter confirms nothing", async () => {
    await notes();
    await press(named("note-confirm"));
    await waitFor(() => expect([held().tagName, held().nextElementSibling?.contains(find(named("note-line")))]).toEqual(["H3", true]));
  });

  test("before one is discarded it is at the way back, after it at the beginning", async () => {
    await notes();
    await press(named("note-discard"));
    await waitFor(() => expect(held().dataset.test).toBe("note-discard-no"));
    await press(named("note-discard-yes"));
    await waitFor(() => expect(held().dataset.test).toBe("note-new"));
  });
});

describe("the emergency", () => {
  test("what was declared has it", async () => {
    emergency.take({ ...CALM, service_down: true });
    core.answers.declare_outage_reading = () => ({ ...CALM, service_down: true, outage_reading: lasting("outage_reading") });
    render(EmergencyBanner, { session: session("doctor", { emergency: true }) });
    await press(named("declare-outage"));
    await fireEvent.click(await arrives(named("reason-service")));
    await type("proof", "123456");
    await press(named("step-submit"));
    await waitFor(() => expect(held().dataset.test).toBe("emergency-banner"));
  });

  test("given up, it is at the button again", async () => {
    emergency.take({ ...CALM, service_down: true });
    render(EmergencyBanner, { session: session("doctor", { emergency: true }) });
    await press(named("declare-outage"));
    await press(named("step-cancel"));
    await waitFor(() => expect(held().dataset.test).toBe("declare-outage"));
  });
});

describe("the administrator", () => {
  async function accounts(): Promise<void> {
    render(Admin);
    await fireEvent.click(await arrives(named("admin-tab-accounts")));
    await arrives(named("account-row"));
  }

  test("an account that was looked at gives it back to its row", async () => {
    await accounts();
    const edit = `[data-account="nurse"] ${named("edit-account")}`;
    await press(edit);
    await waitFor(() => expect(held().dataset.test).toBe("account-edit"));
    await press(named("account-close"));
    await waitFor(() => expect(held()).toBe(find(edit)));
  });

  test("a password that was issued has said so, and one that was refused is typed again", async () => {
    await accounts();
    await press(`[data-account="nurse"] ${named("edit-account")}`);
    const issue = async () => {
      await fireEvent.input(await arrives("#issued-password"), { target: { value: "first one 12345" } });
      await press(named("issue-password-do"));
    };
    await issue();
    await waitFor(() => expect([held().getAttribute("role"), held().closest("form")?.dataset.test]).toEqual(["status", "issue-password"]));
    core.answers.issue_password = () => Promise.reject({ code: "password_rule", fields: {} });
    await issue();
    await waitFor(() => expect(held().id).toBe("issued-password"));
  });

  test("a new account that was given up begins anew", async () => {
    await accounts();
    await press(named("add-account"));
    await waitFor(() => expect(held().id).toBe("new-account"));
    await press(`${named("account-form")} button[type="button"]`);
    await waitFor(() => expect(held().dataset.test).toBe("add-account"));
  });
});

describe("the auditor", () => {
  test("another page is read from above its first entry", async () => {
    const [entry] = AUDIT.entries as [AuditEntryView];
    const full = Array.from({ length: 100 }, (_, at) => ({ ...entry, number: 200 - at }));
    core.answers.audit_entries = ({ before }) => ({ ...AUDIT, entries: before === null ? full : [entry] });
    render(Auditor);
    await waitFor(() => expect(find(named("log-older"))).toHaveProperty("disabled", false));
    await press(named("log-older"));
    await waitFor(() => expect(find(named("log-older"))).toHaveProperty("disabled", true));
    await waitFor(() => expect(held().dataset.test).toBe("fitting"));
  });
});
