import { render, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { seat } from "../src/state/seat.svelte";
import { all, find, row, section } from "./doctor_screen";
import { session } from "./fixture/access";
import { core } from "./fixture/border";
import { patient } from "./fixture/patient";
import { nothing } from "./fixture/sections";

vi.mock("../src/border", () => import("./fixture/border"));

beforeEach(() => {
  seat.leave();
  Object.assign(seat, { phase: "sign_in", account: "", start: null, locked: null, changing: false });
});

test.each(["pharmacist", "nurse", "clerk"] as const)("%s sees a patient like a doctor, and of what is not granted only that", async (role) => {
  core.answers.session = () => session(role);
  const refused = (category: Parameters<typeof nothing>[0]) => nothing(category, { reason: "not_granted" });
  core.answers.open_patient = ({ person }) => patient(person, { condition: refused("condition"), drug_allergy: refused("drug_allergy"), laboratory: refused("laboratory") });
  render(App);
  (await row(1)).click();
  await waitFor(() => expect(section("condition")?.dataset.reason).toBe("not_granted"));
  for (const category of ["condition", "drug_allergy", "laboratory"]) {
    const shown = section(category);
    expect(shown?.textContent).toContain("この役割には許可されていません");
    expect(shown?.querySelector('[data-look="not_granted"]')).not.toBeNull();
    // Neither its moment, nor whether it is unknown, nor a way into it.
    expect(shown?.querySelector('[data-test="as-of"]')).toBeNull();
    expect(shown?.querySelector('[data-test="open-sheet"], [data-test="open-history"]')).toBeNull();
    expect(shown?.textContent).not.toContain("登録の有無");
  }
  // What is not for them is neither offered nor asked for.
  expect(find('[data-test="open-kept-back"], [data-test="read-file"]')).toBeNull();
  expect(core.calls.filter((one) => one.name === "upkeep")).toHaveLength(0);
  expect(section("prescription")?.dataset.held).toBe("items");
  expect(all('[data-look="not_granted"]')).toHaveLength(3);
  expect(find('[data-test="status"]')?.textContent).toContain({ pharmacist: "薬剤師", nurse: "看護師等", clerk: "医師事務作業補助者" }[role]);
});
