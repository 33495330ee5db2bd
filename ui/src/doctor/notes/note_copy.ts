import type { IdentityView, NoteContentView, NoteView } from "../../bindings";
import { shownName } from "../../text/name";
import { fullInstant } from "../../time/instant";
import { dateText } from "../../time/partial";
import type { Words } from "../../words/Words";
import { confirmedLine, writtenLine } from "./lines";

interface Copied {
  note: NoteView;
  content: NoteContentView;
  identity: IdentityView;
  /** Who copies. */
  reader: string;
  /** When, as RFC 3339. */
  now: string;
}

/** A note as it leaves the screen: never without the notice, whose it is, and who confirmed it. */
export function noteCopy({ note, content, identity, reader, now }: Copied, words: Words["notes"]): string {
  const { copyText } = words;
  const born = identity.birth_date === null ? "" : copyText.born(dateText(identity.birth_date));
  const chart = identity.chart_number === null ? "" : copyText.chart(identity.chart_number);
  const place = [words.number(note.number)];
  if (content.supersedes !== null) place.push(words.supersedes(content.supersedes));
  if (note.superseded_by !== null) place.push(words.supersededBy(note.superseded_by));
  if (note.was_mixed) place.push(words.wasMixed);
  return [
    `${copyText.title}${words.notRecord}`,
    copyText.patient(shownName(identity.name), born, chart),
    place.join(" / "),
    writtenLine(content, words),
    confirmedLine(content, words),
    copyText.made(fullInstant(now), reader),
    "",
    content.text,
    "",
  ].join("\n");
}
