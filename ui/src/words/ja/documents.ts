import type { DocumentKind, ReportState } from "../../bindings";

/** 文書: the list of documents. */
export const documents = {
  kind: {
    referral: "診療情報提供書",
    discharge_summary: "退院時サマリー",
    patient_summary: "患者サマリー",
    prescription: "処方箋",
    other: "その他の文書",
  } satisfies Record<DocumentKind, string>,
  columns: { document: "文書", date: "日付", from: "作成元", to: "宛先", sections: "節", attachments: "添付", signature: "署名", state: "状態" },
  checkups: "健診文書",
  checkupDate: "健診日",
  open: (name: string) => `${name}を開く`,
  back: "文書の一覧へ戻る",
  documentDate: (date: string) => `文書作成 ${date}`,
  signed: "署名あり",
  unsigned: "署名なし",
  signedTitle: "署名が正しいかどうかは確かめていません。",
  notSaid: "-",
  state: { current: "", not_returned: "今回の応答になし（保存分）", deleted: "取り消し" } satisfies Record<ReportState, string>,
  deletedText: "取り消しの通知を受信したため、内容は表示しません。",
};
