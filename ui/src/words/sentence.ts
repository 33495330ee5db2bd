import type { CommandError, FaultCode } from "../bindings";
import { fullInstant } from "../time/instant";
import type { Words } from "./Words";

/** The sentence for a failed command, in our words only. */
export function errorSentence(error: CommandError, words: Words): string {
  const sentence = words.errors[error.code] ?? words.errors.internal;
  if (typeof sentence === "string") return withFault(sentence, error, words);
  return sentence(readable(error.fields));
}

function withFault(sentence: string, error: CommandError, words: Words): string {
  const fault = error.fields.fault as FaultCode | undefined;
  if (error.code !== "service_profile" || fault === undefined) return sentence;
  return `${sentence} ${words.faults[fault] ?? ""}`.trim();
}

function readable(fields: CommandError["fields"]): Record<string, string> {
  const until = fields.until;
  if (until === undefined || Number.isNaN(Date.parse(until))) return { ...fields } as Record<string, string>;
  return { ...fields, until: fullInstant(until) } as Record<string, string>;
}
