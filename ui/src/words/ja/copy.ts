/** The saved copy: how old it is, whether it is whole, whether it can be written. */
export const copy = {
  stale: { amber: "古い", red: "とても古い", clock_in_doubt: "時計要確認" },
  clockTitle: (moment: string) => `取得日時（${moment}）とこの端末の時計が合いません。古さを判断できません。端末の時計を確認してください。`,
  staleAge: (word: string, age: string) => `${word}（${age}）`,
  staleTitle: (moment: string, age: string) => `${moment} に取得した情報です（${age}）。その後の変更は含まれません。`,
  age: {
    minutes: (n: number) => `${n}分前`,
    hours: (n: number) => `${n}時間前`,
    days: (n: number) => `${n}日前`,
    months: (n: number) => `${n}か月前`,
    years: (n: number) => `${n}年前`,
  },
  title: "保存分の状態",
  behind: (lost: number) => `記録が前の状態に戻っています（最後の${lost}件の取得分がありません）。回線がつながると取得し直します。`,
  secondCopy: (moment: string) => `予備の複製を表示中（${moment} 時点）。元の保存領域は損傷しており、そのまま保管しています。`,
  secondCopyEmpty: "予備の複製を表示中（取得分なし）。元の保存領域は損傷しており、そのまま保管しています。",
  secondCopyLost: (lost: number) => `${lost}件の取得分が含まれません。`,
  restored: {
    desk: (moment: string) => `受付の記録と設定を予備の複製（${moment} 時点）で開きました。それより後の来院・同意・設定の変更は含まれません。元の保存領域は損傷しているか古いため、そのまま保管しています。管理者に連絡してください。`,
    audit: (moment: string) => `監査記録を予備の複製（${moment} 時点）で開きました。それより後の記録は、保管している元のファイルにあります。管理者に連絡してください。`,
  },
  unknownMoment: "時刻不明",
  full: "ディスクの空きがありません。保存済みの情報は閲覧できますが、新しい情報を保存できません。管理者に連絡してください。",
  failing: "ディスクに書き込めません。保存済みの情報は閲覧できますが、新しい情報を保存できません。管理者に連絡してください。",
};
