import type { Words } from "../Words";

/** The list of documents. */
export const documents: Words["documents"] = {
  kind: {
    referral: "Referral",
    discharge_summary: "Discharge summary",
    patient_summary: "Patient summary",
    prescription: "Prescription",
    other: "Other document",
  },
  columns: { document: "Document", date: "Date", from: "From", to: "To", sections: "Sections", attachments: "Attached", signature: "Signature", state: "State" },
  checkups: "Checkup documents",
  checkupDate: "Examined",
  open: (name) => `Open ${name}`,
  back: "Back to the documents",
  documentDate: (date) => `written ${date}`,
  signed: "Signed",
  unsigned: "Not signed",
  signedTitle: "Whether the signature is valid was not checked.",
  notSaid: "-",
  state: { current: "", not_returned: "Not in this answer (saved copy)", deleted: "Withdrawn" },
  deletedText: "A notice of deletion was received: its content is not shown.",
};
