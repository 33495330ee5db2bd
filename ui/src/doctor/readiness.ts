import type { Readiness } from "../bindings";
import { shortInstant } from "../time/instant";
import type { Words } from "../words/Words";

export interface ReadinessWord {
  text: string;
  tone: "good" | "wait" | "quiet";
}

/** The word of today's list: how ready the records are, or in an outage what is kept of them. */
export function readinessWord(readiness: Readiness, lineDown: boolean, now: number, words: Words): ReadinessWord {
  return lineDown ? keptWord(readiness, now, words) : liveWord(readiness, words);
}

function liveWord({ state, fetched, consented, of }: Readiness, words: Words): ReadinessWord {
  const word = words.doctor.readiness[state];
  switch (state) {
    case "complete":
      return { text: word(fetched, of), tone: "good" };
    case "partly_consented":
      return { text: word(consented, of), tone: "quiet" };
    case "partly_fetched":
      return { text: word(fetched, consented), tone: "good" };
    case "fetching":
    case "failed":
      return { text: word(fetched, consented), tone: "wait" };
    default:
      return { text: word(fetched, of), tone: "quiet" };
  }
}

function keptWord(readiness: Readiness, now: number, words: Words): ReadinessWord {
  const { held, of, as_of } = readiness;
  if (readiness.state === "not_granted") return liveWord(readiness, words);
  if (held === 0) return { text: words.doctor.keptNone, tone: "quiet" };
  if (held < of) return { text: words.doctor.keptSome(held, of), tone: "wait" };
  return { text: words.doctor.keptAll(as_of === null ? "" : shortInstant(as_of, now)).trim(), tone: "wait" };
}
