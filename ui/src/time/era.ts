interface Era {
  from: string;
  ja: string;
  en: string;
}

// The day each era (元号) begins, newest first. Before 1873 Japan kept another calendar: no era is told.
const ERAS: Era[] = [
  { from: "2019-05-01", ja: "令和", en: "Reiwa" },
  { from: "1989-01-08", ja: "平成", en: "Heisei" },
  { from: "1926-12-25", ja: "昭和", en: "Showa" },
  { from: "1912-07-30", ja: "大正", en: "Taisho" },
  { from: "1873-01-01", ja: "明治", en: "Meiji" },
];
const MEIJI_FIRST_YEAR = 1868;

/**
 * Era and year of a date (`2026`, `2026-06` or `2026-06-29`), or null when the part that was sent
 * does not decide it: 1989 alone may be 昭和64年 or 平成元年.
 */
export function eraYear(date: string, language: "ja" | "en"): string | null {
  const first = eraOf(firstDay(date));
  if (first === undefined || first !== eraOf(lastDay(date))) return null;
  const began = first.ja === "明治" ? MEIJI_FIRST_YEAR : Number(first.from.slice(0, 4));
  const year = Number(date.slice(0, 4)) - began + 1;
  if (language === "en") return `${first.en} ${year}`;
  return `${first.ja}${year === 1 ? "元" : year}年`;
}

function eraOf(day: string): Era | undefined {
  return ERAS.find((era) => day >= era.from);
}

function firstDay(date: string): string {
  return date + "-01-01".slice(date.length - 4);
}

function lastDay(date: string): string {
  return date + "-12-31".slice(date.length - 4);
}
