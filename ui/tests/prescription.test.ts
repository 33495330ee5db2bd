import { describe, expect, test } from "vitest";
import { fills } from "../src/doctor/fills";
import { repeats, single } from "../src/doctor/repeats";
import { PRESCRIPTION } from "./fixture/sections";

const [tape] = PRESCRIPTION.unknown;
if (tape === undefined) throw new Error("the fixture holds a tape");
const on = (key: string, date: string, more: object = {}) => ({ ...tape, key, date, ...more });

describe("the same drug on several days", () => {
  test("is one row with every day, newest first", () => {
    const [one, ...rest] = repeats([on("a", "2026-05-24"), on("b", "2026-11-08"), on("c", "2026-09-13")]);
    expect(rest).toEqual([]);
    expect(one?.days.map((day) => day.date)).toEqual(["2026-11-08", "2026-09-13", "2026-05-24"]);
    expect(one?.head.key).toBe("b");
  });

  test.each([
    ["another amount", { amount: "14枚" }],
    ["another usage", { usage: "1日2回 腰" }],
    ["another facility", { facility: { number: "3910000041", name: "別の医院" } }],
    ["another state", { state: "stopped" }],
    ["another origin", { origins: ["receipt"] }],
  ])("is a row of its own with %s", (_, more) => {
    expect(repeats([on("a", "2026-11-08"), on("b", "2026-09-13", more)])).toHaveLength(2);
  });
});

describe("a head", () => {
  test("stands over all drugs of the same day, facility, state and origins, wherever they come", () => {
    const rows = [on("a", "2026-11-08"), on("b", "2026-09-13", { text: "別の薬" }), on("c", "2026-11-08", { text: "第三の薬" })];
    expect(fills(single(rows)).map((fill) => fill.drugs.map((drug) => drug.head.key))).toEqual([["a", "c"], ["b"]]);
  });

  test("never joins drugs that share only some of their days", () => {
    const rows = [on("a", "2026-11-08"), on("b", "2026-09-13"), on("c", "2026-11-08", { text: "別の薬" })];
    expect(fills(repeats(rows))).toHaveLength(2);
  });
});
