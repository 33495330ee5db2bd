import { beforeEach, expect, test, vi } from "vitest";
import { call, onViewerEvent } from "../src/border";

const invoke = vi.hoisted(() => vi.fn());
const listen = vi.hoisted(() => vi.fn());
vi.mock("@tauri-apps/api/core", () => ({ invoke }));
vi.mock("@tauri-apps/api/event", () => ({ listen }));

beforeEach(() => {
  invoke.mockReset();
  listen.mockReset();
});

test("every command goes through the one entry", async () => {
  invoke.mockResolvedValue({ date: "2026-11-21", patients: [] });
  expect(await call("todays_patients", {})).toEqual({ date: "2026-11-21", patients: [] });
  expect(invoke).toHaveBeenCalledWith("rpc", { command: "todays_patients", payload: {} });
});

test("an error of the core crosses as it is", async () => {
  invoke.mockRejectedValue({ code: "not_permitted", fields: { role: "desk" } });
  await expect(call("accounts", {})).rejects.toEqual({ code: "not_permitted", fields: { role: "desk" } });
});

test.each(["a text", null, new Error("boom"), { code: 3 }])("anything else thrown becomes internal", async (thrown) => {
  invoke.mockRejectedValue(thrown);
  await expect(call("accounts", {})).rejects.toEqual({ code: "internal", fields: {} });
});

test("news are heard as the core tells them", async () => {
  const heard = vi.fn();
  listen.mockImplementation(async (name: string, handler: (message: { payload: unknown }) => void) => {
    expect(name).toBe("viewer");
    handler({ payload: { event: "arrivals_changed" } });
    return () => {};
  });
  await onViewerEvent(heard);
  expect(heard).toHaveBeenCalledWith({ event: "arrivals_changed" });
});
