import { describe, expect, test } from "vitest";
import { limitText, valueText } from "../src/doctor/result";
import { ja } from "../src/words/ja";
import { absent, CENTRAL, result } from "./fixture/results";

describe("a limit", () => {
  test("is said after a number that does not say it", () => {
    expect(limitText("30", "below", ja)).toBe("以下");
    expect(limitText("999", "above", ja)).toBe("以上");
  });

  test.each(["<0.10", "≧300", "0.1未満", "10以下"])("is not said twice with %s", (value) => {
    expect(limitText(value, "below", ja)).toBe("");
  });

  test("is no word of a measured value", () => {
    expect(limitText("30", null, ja)).toBe("");
  });
});

describe("the state of a result", () => {
  test("is told unless final", () => {
    const measured = result("5.9", "mmol/L", "HH", "2026-11-14", CENTRAL);
    expect(valueText(measured, ja)).toBe("5.9");
    expect(valueText({ ...measured, status_note: "preliminary" }, ja)).toBe("5.9（暫定）");
  });

  test("is not added to an item that was not performed", () => {
    expect(valueText({ ...absent("not_performed", null, "2026-11-14", CENTRAL), status_note: "cancelled" }, ja)).toBe("未実施");
  });
});
