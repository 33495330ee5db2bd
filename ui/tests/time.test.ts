import { describe, expect, test } from "vitest";
import { ageOf } from "../src/time/age";
import { eraYear } from "../src/time/era";
import { instantAmong, minutesUntil, shortInstant, tokyo } from "../src/time/instant";
import { dateText, dateWithEra } from "../src/time/partial";
import { sentInstant } from "../src/time/sent_instant";

describe("era", () => {
  test.each([
    ["1912-07-29", "明治45年"],
    ["1912-07-30", "大正元年"],
    ["1926-12-24", "大正15年"],
    ["1926-12-25", "昭和元年"],
    ["1989-01-07", "昭和64年"],
    ["1989-01-08", "平成元年"],
    ["2019-04-30", "平成31年"],
    ["2019-05-01", "令和元年"],
    ["2026-06-29", "令和8年"],
    ["2026", "令和8年"],
    ["1989-01", null],
    ["1989", null],
    ["2019-05", "令和元年"],
    ["1872-12-31", null],
  ])("of %s is %s", (date, era) => {
    expect(eraYear(date, "ja")).toBe(era);
  });

  test("is told in English too", () => {
    expect(eraYear("2026-06-29", "en")).toBe("Reiwa 8");
  });
});

describe("partial dates", () => {
  test("stay partial", () => {
    expect(dateWithEra("2014-05", "ja")).toBe("2014-05(平成26年)");
    expect(dateWithEra("1989", "ja")).toBe("1989");
    expect(dateText("2026-06-29T09:30:00+09:00")).toBe("2026-06-29");
  });
});

describe("age", () => {
  test.each([
    ["2026-08-23", null],
    ["2026-08-22", { unit: "months", count: 2 }],
    ["2025-09-20", { unit: "months", count: 14 }],
    ["2021-10-05", { unit: "years", count: 5 }],
    ["2026-09", null],
    ["2026", null],
    ["2019", { unit: "years", count: 7 }],
  ])("of %s on 2026-11-21", (date, age) => {
    expect(ageOf(date, "2026-11-21")).toEqual(age);
  });
});

describe("instants", () => {
  test("are told in Japan's time whatever the zone they were written in", () => {
    expect(tokyo("2026-11-20T23:45:05Z")).toEqual({ day: "2026-11-21", time: "08:45", second: "08:45:05" });
    expect(tokyo("2026-11-20T15:00:00Z").time).toBe("00:00");
  });

  test("are short where the reader knows the rest", () => {
    const now = Date.parse("2026-11-21T10:46:00+09:00");
    expect(shortInstant("2026-11-21T10:32:05+09:00", now)).toBe("10:32");
    expect(shortInstant("2026-11-02T08:45:00+09:00", now)).toBe("11-02 08:45");
    expect(shortInstant("2025-11-02T08:45:00+09:00", now)).toBe("2025-11-02 08:45");
    expect(minutesUntil("2026-11-21T10:45:00+09:00", now)).toBe(0);
  });
});

describe("a moment as sent", () => {
  test.each([
    ["2026-06-29T10:32+09:00", "2026-06-29(令和8年) 10:32"],
    ["2026-06-29T10:32:05+09:00", "2026-06-29(令和8年) 10:32:05"],
    ["2026-06-29T10:32:05.123Z", "2026-06-29(令和8年) 10:32:05.123 Z"],
    ["2026-06-29T01:32:00-05:00", "2026-06-29(令和8年) 01:32:00 -05:00"],
    ["2026-06-29T10:32:05", "2026-06-29(令和8年) 10:32:05"],
    ["1930-06-28", "1930-06-28(昭和5年)"],
  ])("%s keeps every part that was sent", (sent, drawn) => {
    expect(sentInstant(sent, "ja")).toBe(drawn);
  });

  test.each(["2026", "2026-06", "2026-06-29 10:32", "20260629", "10:32", "2026-06-29T10:32:05+09:00 頃", ""])("%s is none", (text) => {
    expect(sentInstant(text, "ja")).toBeNull();
  });

  test("in English", () => {
    expect(sentInstant("2026-06-29T10:32:00+09:00", "en")).toBe("2026-06-29 (Reiwa 8) 10:32:00");
  });
});

test("two states of one minute are told apart by their seconds", () => {
  const all = ["2026-11-21T10:32:05+09:00", "2026-11-21T10:32:40+09:00", "2026-11-20T10:32:05+09:00"];
  expect(all.map((one) => instantAmong(one, all))).toEqual(["2026-11-21 10:32:05", "2026-11-21 10:32:40", "2026-11-20 10:32"]);
});
