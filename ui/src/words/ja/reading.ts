import type { FileIdentity } from "../../bindings";

/** ファイルを読む: a file that came by hand, read beside the open patient. */
export const reading = {
  choose: "ファイルを読む",
  chooseTitle: "サービスから保存した回答（XML・PDF）や、ディスクなどで持ち込まれたファイル（FHIR）を、この患者の画面で読みます。保存はしません。",
  agrees: "患者の記載は、開いている患者と一致しています。",
  notKept: "このファイルは保存されません。サービスから受け取った記録ではありません。",
  asRead: "読み取った内容に戻る",
  doubt: {
    name_differs: "ファイルの氏名が、開いている患者と異なります。この患者のものか確かめてください。",
    incomplete: "ファイルの患者の記載が足りず、この患者のものと言い切れません。この患者のものか確かめてください。",
    not_stated: "患者の記載がないファイルです。この患者のものか確かめてください。",
  } satisfies Record<Exclude<FileIdentity, "agrees">, string>,
};
