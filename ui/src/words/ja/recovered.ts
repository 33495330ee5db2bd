/** After an outage: what changed of what was read in it. */
export const recovered = {
  bar: (patients: number, sections: number) => `障害中に読んだ内容に変更があります（${patients}名・${sections}項目）。`,
  open: "変更を確認",
  title: "障害中に読んだ内容の変更",
  period: (from: string, to: string) => `障害 ${from} から ${to} まで`,
  none: "障害中に自分が読んだ項目に、その後の変更はありません。",
  unchanged: (n: number) => `変更なし ${n}項目`,
  unconfirmed: (n: number) => `まだ取得し直していない ${n}項目（変更の有無は不明）`,
  noOutage: "記録された障害はありません。",
  help: "行を開くと、その患者の項目へ移動します。「比べる」は、読んだ版と今の版を並べます。",
  counts: { added: (n: number) => `追加${n}`, changed: (n: number) => `変更${n}`, removed: (n: number) => `提供されなくなった${n}` },
  other: "内容が新しくなりました",
  go: (name: string, section: string) => `${name} の${section}を開く`,
  compare: "比べる",
  dismiss: "あとで",
  again: "障害中に読んだ内容の変更",
};
