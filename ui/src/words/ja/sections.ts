import type { Category, Hindrance, Origin } from "../../bindings";

/** Sections: their names, their states and the four nothings. */
export const sections = {
  name: {
    drug_allergy: "薬剤アレルギー等",
    other_allergy: "その他アレルギー等",
    condition: "傷病名",
    infection: "感染症",
    laboratory: "検査",
    prescription: "処方",
    checkup: "健診",
    document: "文書",
  } satisfies Record<Category, string>,
  origin: { live: "取得", cache: "保存分" } satisfies Record<Origin, string>,
  asOfTitle: (origin: Origin | null, moment: string) =>
    origin === "cache" ? `保存済みの情報（${moment} 取得）` : `${moment} 取得`,
  noAsOf: "取得日時なし",
  noneRegistered: {
    title: "登録なし",
    text: "サービスに登録がありません。該当がないことを示すものではありません。",
  },
  damaged: {
    title: "保存した写しが損傷",
    text: "この写しは照合に失敗したため表示しません。登録の有無は不明です。取得し直すまで削除しません。",
  },
  hindrance: {
    not_fetched: { title: "未取得", text: "まだ取得していません。登録の有無は不明です。" },
    fetching: { title: "取得中", text: "取得しています。登録の有無はまだ分かりません。" },
    fetch_failed: { title: "取得できません", text: "登録の有無は不明です。" },
    refused: { title: "同意なし", text: "患者が同意していません。登録の有無は不明です。" },
    not_asked: { title: "今回同意なし", text: "今回は同意の確認がされていません。登録の有無は不明です。" },
    expired: { title: "同意の期限切れ", text: "閲覧の同意の期限が過ぎています。登録の有無は不明です。" },
    not_obtainable: { title: "同意を確認できません", text: "同意の状態を確認できません。登録の有無は不明です。" },
    switched_off: { title: "施設設定により対象外", text: "この施設では取得しない設定です。登録の有無は不明です。" },
    no_card: { title: "カードなし", text: "カードによる同意がないため取得しません。登録の有無は不明です。" },
  } satisfies Record<Hindrance["reason"], { title: string; text: string }>,
  notFetchedNow: "今回は未取得",
  withheld: "以前の取得分は表示しません。",
  chooseAgainLater: "回線の復旧後、カードリーダーで選び直せます。",
  chooseAgainNow: "カードリーダーで選び直せます。",
  at: (moment: string) => `（${moment}）`,
  keptCopy: (moment: string) => `${moment} の保存分を表示しています。`,
  news: "新しい情報あり",
  markNew: "新",
  markChanged: "変",
  markNewTitle: "前回の確認後に追加",
  markChangedTitle: "前回の確認後に変更",
  unreadable: (n: number) => `読み取れない項目 ${n}件（受信した内容は保存済み）`,
  undelivered: (n: number) => `提供対象外の情報を受信（${n}件、非表示）`,
  remarks: {
    modified: (n: number) => `このソフトでは判断できない修飾を含む項目 ${n}件（全記載で確認してください）`,
    implicit_rules: (n: number) => `このソフトの知らない規則で作られた情報 ${n}件（全記載で確認してください）`,
    not_valid: (n: number) => `否定または誤登録とされた項目 ${n}件（一覧に含めていません）`,
    cancelled: (n: number) => `送信元が取り消した情報 ${n}件（表示しません）`,
    table_differs: (n: number) => `送られた語とコード表が異なる項目 ${n}件（送られた語を表示しています）`,
  },
  damagedPart: (n: number) => `保存分の一部が損傷しています（${n}件）。以前の版または残りを表示しています。`,
  withdrawn: (n: number) => `提供されなくなった項目 ${n}件`,
  withdrawnLast: (date: string) => `（最終 ${date}）`,
  withdrawnRow: (date: string) => `提供終了（最終 ${date}）`,
  changes: (added: number, changed: number, removed: number) =>
    `前回の確認から: 追加${added}・変更${changed}・提供終了${removed}`,
};
