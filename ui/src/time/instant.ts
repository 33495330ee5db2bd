// Instants are told in Japan's time and nothing else, whatever the PC's zone and locale say.
const FORMAT = new Intl.DateTimeFormat("ja-JP", {
  timeZone: "Asia/Tokyo",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export interface TokyoTime {
  /** `2026-11-21` */
  day: string;
  /** `08:45` */
  time: string;
  /** `08:45:05` */
  second: string;
}

/** An instant (RFC 3339 text or milliseconds) in Japan's time. */
export function tokyo(instant: string | number): TokyoTime {
  const parts = new Map(FORMAT.formatToParts(new Date(instant)).map((p) => [p.type, p.value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  const time = `${part("hour")}:${part("minute")}`;
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    time,
    second: `${time}:${part("second")}`,
  };
}

/** `10:32` today, `11-21 08:45` this year, else with the year. */
export function shortInstant(instant: string, now: number): string {
  const then = tokyo(instant);
  const today = tokyo(now).day;
  if (then.day === today) return then.time;
  if (then.day.slice(0, 4) === today.slice(0, 4)) return `${then.day.slice(5)} ${then.time}`;
  return `${then.day} ${then.time}`;
}

/** `2026-11-21 08:45` */
export function fullInstant(instant: string): string {
  const then = tokyo(instant);
  return `${then.day} ${then.time}`;
}

/** The same, with its seconds where another of `all` is of that minute too. */
export function instantAmong(instant: string, all: readonly string[]): string {
  const minute = fullInstant(instant);
  const then = tokyo(instant);
  const alone = all.every((other) => other === instant || fullInstant(other) !== minute);
  return alone ? minute : `${then.day} ${then.second}`;
}

/** Whole minutes from `now` to `instant`, never below 0. */
export function minutesUntil(instant: string, now: number): number {
  return Math.max(0, Math.floor((Date.parse(instant) - now) / 60_000));
}

/** The day after `day` (`YYYY-MM-DD`). */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
