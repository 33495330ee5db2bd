import type { NoteContentView, NoteDraftView, NoteView, NoteWriterView } from "../../bindings";
import { fullInstant } from "../../time/instant";
import type { Words } from "../../words/Words";

/** A note and those it superseded, one by one, newest first. */
export interface NoteLine {
  newest: NoteView;
  earlier: NoteView[];
}

/** Newest first, as they come: each note that none superseded, with those before it. */
export function noteLines(notes: NoteView[]): NoteLine[] {
  const byNumber = new Map(notes.map((note) => [note.number, note]));
  return notes
    .filter((note) => note.superseded_by === null)
    .map((newest) => {
      const earlier: NoteView[] = [];
      let before = newest.content?.supersedes ?? null;
      while (before !== null) {
        const note = byNumber.get(before);
        if (note === undefined || earlier.includes(note)) break;
        earlier.push(note);
        before = note.content?.supersedes ?? null;
      }
      return { newest, earlier };
    });
}

/** A person and the role they acted in. */
export function who(writer: NoteWriterView, words: Words["notes"]): string {
  return words.who(writer.display_name, writer.role === null ? "" : words.role[writer.role]);
}

type Written = Pick<NoteDraftView, "author" | "entered_by" | "changed_by" | "written_at">;

/** Who wrote it, and who entered or changed it for them. */
export function writtenLine(written: Written, words: Words["notes"]): string {
  const parts = [words.writtenBy(who(written.author, words), fullInstant(written.written_at))];
  if (written.entered_by !== null) parts.push(words.enteredBy(who(written.entered_by, words)));
  if (written.changed_by !== null) parts.push(words.changedBy(who(written.changed_by, words)));
  return parts.join(" / ");
}

/** Who confirmed it, for whom, when and by which clock. */
export function confirmedLine(content: NoteContentView, words: Words["notes"]): string {
  const by = words.confirmedBy[content.confirmation];
  const parts = [by(who(content.confirmed_by, words), fullInstant(content.confirmed_at), who(content.author, words))];
  if (content.clock_in_doubt) parts.push(words.clockInDoubt);
  parts.push(content.trusted_at === null ? words.noTrustedTime : words.trustedTime(fullInstant(content.trusted_at)));
  return parts.join(" / ");
}
