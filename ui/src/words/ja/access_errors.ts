const RULE: Record<string, string> = {
  too_short: "短すぎます。二要素認証を使う場合は8文字以上、使わない場合は13文字以上にしてください。",
  too_long: "長すぎます。256文字以内にしてください。",
  no_letter: "英字を含めてください。",
  no_digit: "数字を含めてください。",
  contains_owner: "氏名・アカウント・職員番号を含めないでください。",
  common: "よく使われる言葉や、同じ文字の繰り返しは使えません。",
  reused: "以前の5回に使ったパスワードは使えません。",
};

/** Which part of the password rule is not met. */
export function passwordRule({ rule }: Record<string, string>): string {
  return `パスワードが条件を満たしません。${RULE[rule ?? ""] ?? "13文字以上で英字と数字を含め、氏名やアカウントを避けてください。"}`;
}

const SITE_FILE: Record<string, string> = {
  missing: "フォルダーに施設ファイルがありません。場所を確かめてください。",
  damaged: "施設ファイルが損傷しているか、書き換えられています。作成し直してください。",
  foreign: "別の施設の施設ファイルです。フォルダーを確かめてください。",
  older: "取り込み済みの版より古い施設ファイルです。取り込みません。",
  too_new: "新しい版のプログラムで作成された施設ファイルです。このPCのプログラムを更新してください。",
  key: "施設の鍵が違います。作成したPCの表示と見比べてください。",
  not_ours: "このPCは施設ファイルを取り込んでいます。書き出しとアカウントの変更は、作成したPCで行ってください。",
};

/** Why the file of the site cannot be used. */
export function siteFile({ problem }: Record<string, string>): string {
  return SITE_FILE[problem ?? ""] ?? "施設ファイルを使えません。場所と権限を確かめてください。";
}
