import type { CheckupReportView, DocumentView, FacilityView, PartialDate, ReportState, RowKey, RowMark, SectionView } from "../../bindings";
import { dateText } from "../../time/partial";
import type { Words } from "../../words/Words";

/** A document as the list draws it. A number or signature that is not known of its kind is null. */
export interface Listed {
  key: RowKey;
  mark: RowMark;
  kind: string;
  title: string | null;
  /** Day of the document, of a checkup the day of examination. */
  date: PartialDate | null;
  dateNote: string;
  facility: FacilityView;
  author: string | null;
  addressee: FacilityView | null;
  sections: number | null;
  attachments: number | null;
  signed: boolean | null;
  state: ReportState;
}

/** The documents of a section, in the order of the core: 文書 or the reports of 健診. */
export function listed({ content }: SectionView, words: Words): Listed[] {
  if (content?.section === "document") return content.documents.map((document) => ofDocument(document, words));
  if (content?.section === "checkup") return content.reports.map((report) => ofReport(report, words));
  return [];
}

function ofDocument({ kind, ...row }: DocumentView, words: Words): Listed {
  const said = { ...row, kind: words.documents.kind[kind], dateNote: "" };
  // What it held is not shown; neither is how much it was.
  return row.state === "deleted" ? { ...said, sections: null, attachments: null, signed: null } : said;
}

function ofReport(report: CheckupReportView, words: Words): Listed {
  const { key, mark, program, title, date, facility, author, state } = report;
  const dateNote = report.document_date === null ? "" : words.documents.documentDate(dateText(report.document_date));
  return { key, mark, kind: program, title, date, dateNote, facility, author, addressee: null, sections: null, attachments: null, signed: null, state };
}

/** The title, and what it is when it has none. */
export function nameOf({ title, kind }: Listed): string {
  return title ?? kind;
}
