import type { ErrorCode, RetirementObstacle } from "../../bindings";
import { passwordRule, siteFile } from "./access_errors";
import { emergency } from "./emergency";
import { retire } from "./retire";
import { answers } from "./answers";

type Sentence = string | ((fields: Record<string, string>) => string);

/** What went wrong in the program itself, and what can be done. Fields are moments, counts and codes. */
export const errors: Record<ErrorCode, Sentence> = {
  not_signed_in: "サインインが終了しています。もう一度サインインしてください。",
  not_permitted: "この役割では行えない操作です。必要な場合は管理者に相談してください。",
  wrong_credentials: "アカウントまたはパスワードが違います。確認してもう一度入力してください。",
  full_sign_in_needed: "パスワードだけでは解除できません。もう一度サインインしてください。",
  locked_out: (f) => `失敗が続いたため${f.until ? ` ${f.until} まで` : "しばらく"}サインインできません。時間をおいてお試しください。`,
  password_rule: (f) => passwordRule(f),
  account_exists: "同じ名前のアカウントがあります。別のアカウント名にしてください。",
  no_such_account: "このアカウントはありません。一覧を開き直してください。",
  no_role: "役割を1つ以上選んでください。",
  role_not_held: "このアカウントにはその役割がありません。別の役割を選んでください。",
  last_administrator: "最後の管理者は停止できず、管理者の役割も外せません。先に別の管理者を作成してください。",
  not_granted: "この項目は、今の役割には許可されていません。必要な場合は管理者に相談してください。",
  factor_not_built: "この種類の二要素認証は、この版では使えません。認証アプリを登録してください。",
  no_second_factor: "このアカウントには二要素認証が登録されていません。登録してからお試しください。",
  grace_over: "施設のアカウントを72時間取り込めていないため、サインインできません。管理者に連絡してください。",
  site_file: (f) => siteFile(f),
  recovery_key: (f) => recoveryKey(f),
  already_set_up: "初期設定は済んでいます。サインインしてください。",
  not_set_up: "初期設定がまだです。管理者のアカウントを作成してください。",
  profile_in_use: "この環境はすでに別のCLINS Viewerで開かれています。そちらを使うか、閉じてから再試行してください。",
  profile_unreadable: "環境のフォルダーを読み書きできません。フォルダーの場所と権限を確認してください。何も変更していません。",
  profile_too_new: "この環境は新しい版のプログラムで使われています。プログラムを更新してください。何も変更していません。",
  keyring_locked: "OSのキーリングがロックされています。ロックを解除してから再試行してください。",
  keyring_unavailable: "OSのキーリングに接続できません。OSにサインインし直してから再試行してください。",
  keyring_failed: "OSのキーリングが失敗しました。OSにサインインし直してから再試行し、続く場合は管理者に連絡してください。何も変更していません。",
  key_missing: "この端末の鍵がキーリングに見つかりません。データは変更していません。管理者に連絡してください。印刷した復旧キーがあれば開けます。",
  key_foreign: "キーリングのこの端末の鍵の場所に、別のものが入っています。どちらも変更していません。管理者に連絡してください。印刷した復旧キーがあれば開けます。",
  key_changed: "キーリングの鍵が、この環境を作成したときの鍵と異なります。どちらも変更していません。管理者に連絡してください。印刷した復旧キーがあれば開けます。",
  key_file_open: (f) => `鍵のファイルを本人以外も読める状態です${f.mode ? `（${f.mode}）` : ""}。ファイルの権限を本人だけに戻してから再試行してください。読まれた心配があれば、管理者に連絡してください。`,
  key_file_unreadable: "鍵のファイルを読み書きできません。ファイルの場所と権限を確認して再試行してください。何も変更していません。",
  recovery_file: (f) => `復旧のためのファイルを使えません${detailJa(f)}。管理者に連絡してください。何も変更していません。`,
  store_unreadable: (f) => `保存領域${store(f)}を鍵で開けません。何も変更していません。管理者に連絡してください。`,
  store_foreign: (f) => `保存領域${store(f)}の場所に別のファイルがあります。何も変更していません。管理者が確認してください。`,
  store_damaged: (f) => `保存領域${store(f)}に損傷があります。削除はしていません。管理者に連絡してください。`,
  store_not_writable: (f) => `保存領域${store(f)}に書き込めません。ディスクの空き容量と権限を確認してください。`,
  disk_full: "ディスクの空きがありません。保存済みの情報は閲覧できます。空き容量を増やしてください。",
  audit_broken: "監査ログの連鎖が合いません。監査者による確認が先に必要です。",
  clock_in_doubt: "この端末の時計を確かめられないため、今はできません。",
  audit_unavailable: "監査記録を書き込めないため、情報を開けません。ディスクの空き容量を確認し、管理者に連絡してください。",
  no_such_person: "この患者は登録されていません。一覧から選び直してください。",
  withheld: "同意の状態により、この項目は今は表示できません。同意の表示を確認してください。",
  no_such_document: "この文書はありません。取り消されたか、新しい情報で置き換わっています。一覧から選び直してください。",
  nothing_kept_back: "表示を控えている内容はありません。情報が新しくなっています。",
  no_such_attachment: "この添付は開けません。文書が新しい版に置き換わったか、提供対象外の情報を含みます。文書を開き直してください。",
  attachment_unreadable: "添付のデータが壊れていて開けません。受信した内容は保存されています。",
  attachment_too_large: (f) => `添付が大きすぎて開けません${f.limit ? `（上限 ${f.limit} MiB）` : ""}。受信した内容は保存されています。`,
  original_withheld: "この文書は提供対象外の情報を含むため、原文は表示できません。",
  file_too_large: (f) => `ファイルが大きすぎます${f.limit ? `（上限 ${f.limit} MiB）` : ""}。分けられる場合は分けてから確かめてください。`,
  file_unreadable: (f) => `このファイルは読めません。${answers.problem[f.problem ?? ""] ?? "壊れているか、開けないファイルです。"}`,
  other_patient: (f) => `別の患者のファイルのため、内容は表示しません${otherJa(f)}。正しい患者を開いているか、ファイルが正しいかを確かめてください。`,
  not_open: "この患者は今開かれていません。患者を開き直してください。",
  no_such_state: "この版はもう比べられません。整理で削除されたか、損傷しています。一覧を開き直してください。",
  identity_unchecked: "本日の患者一覧にない方です。氏名と生年月日を確かめてから開いてください。",
  identity_not_confirmed: "入力された生年月日または患者番号が一致しません。何も変更していません。",
  join_refused: ({ why }) => JOIN[why ?? ""] ?? "2人を結べませんでした。何も変更していません。",
  person_invalid: "入力内容を確かめてください。",
  people_file: ({ problem }) => PEOPLE_FILE[problem ?? ""] ?? "ファイルを取り込めませんでした。",
  service_not_asked: "オンライン資格確認に問い合わせできませんでした。回線を確かめて、もう一度行ってください。",
  no_such_list: "リストがないか、使えない名前です。",
  plan_stale: "計画が変わりました。新しい計画を確認してから承認してください。",
  retired: "このPCの利用は終えられています。保存分は消去されました。",
  retirement_unfinished: (f) => `利用の終了が途中で止まっています${f.detail ? `（${f.detail}）` : ""}。OSのキーリングとディスクを確かめて「再試行」を押してください。終わるまで何も開きません。`,
  retirement_refused: ({ why }) => retire.obstacle[why as RetirementObstacle] ?? "まだこのPCの利用を終えられません。手順を確かめてください。",
  confirmation_word: "確認の言葉が違います。表示のとおりに入力してください。",
  folder_unusable: ({ problem }) => FOLDER[problem ?? ""] ?? "このフォルダーは使えません。場所と権限を確かめてください。",
  export_unusable: ({ problem }) => EXPORT[problem ?? ""] ?? "持ち出し用の写しを使えません。作成し直してください。",
  export_disk_full: "写しを作成する空きがありません。作成先とこの端末のディスクの空きを確かめてください。",
  rule_out_of_range: "施設の規則に使えない値があります。入力を確認してください。",
  clinical_closed: "診療情報の保存領域が閉じています。もう一度サインインしてください。",
  no_clinical_key: "このアカウントは、このPCの診療情報を開く鍵を持っていません。管理者に連絡してください。",
  service_profile: "接続設定を使えません。URLと証明書を確認してください。",
  note_text: ({ problem, length, limit }) => (problem === "too_long" ? `記録メモが長すぎます（${length}文字、上限${limit}文字）。短くしてから保存してください。` : "記録メモの内容が空です。入力してから保存してください。"),
  note_changed: "この下書きは、表示した後に直されています。今の内容を確かめてから、もう一度行ってください。",
  no_such_draft: "この下書きはありません。確定または破棄されています。",
  no_such_note: "この記録はありません。患者を開き直してください。",
  note_superseded: "この記録は、すでに別の記録に置き換えられています。新しい記録を確かめてください。",
  not_your_draft: ({ why }) => (why === "own_entry" ? "自分が入力した下書きは、代行で確定できません。記載者か別の代行者に依頼してください。" : "この下書きは、記載者・入力者と、代行確定を任された人だけが扱えます。"),
  no_such_author: "記載者を決められません。代行入力では、医師等のアカウントを選んでください。",
  no_emergency_right: "このアカウントには緊急時権限がありません。権限のある人に依頼してください。",
  service_reachable: "オンライン資格確認につながっているため、障害時閲覧は宣言できません。つながらないときにお試しください。",
  nothing_lasts: "すでに終わっています。画面の表示を確かめてください。",
  reason_needed: "理由を選んでください。「その他」と「適切でなかった」のときは、言葉での記入が必要です。",
  mode_not_allowed: ({ why }) => MODE[why ?? ""] ?? "今は始められません。施設の設定と状態を確かめてください。",
  no_such_task: ({ why }) => (why === "lasts" ? "まだ使用中です。終わってから確認してください。" : "この事後確認は、すでに済んでいます。一覧を確かめてください。"),
  bad_request: "入力を読み取れません。内容を確認してください。",
  unknown_command: "この操作には対応していません。プログラムを更新してください。",
  internal: "処理を完了できませんでした。再試行し、続く場合は管理者に連絡してください。",
};

/** What is wrong with a typed recovery key: the group, where its check character tells. */
function recoveryKey({ problem, group, other, found }: Record<string, string>): string {
  switch (problem) {
    case "none":
      return "復旧キーが入力されていません。印刷した復旧キーを組ごとに入力してください。";
    case "group":
      return `${group}番目の組が正しくありません。印刷した復旧キーと見比べてください。`;
    case "exchanged":
      return `${group}番目と${other}番目の組が入れ替わっています。`;
    case "missing":
      return `${group}番目の組が抜けています。`;
    case "surplus":
      return `${group}番目に入力した組が余分です。`;
    case "length":
      return `文字数が合いません（40文字のところ${found}文字）。印刷した復旧キーと見比べてください。`;
    case "wrong":
      return "入力は正しい形ですが、この環境の復旧キーではありません。別の復旧キーの印刷がないか確認してください。";
    default:
      return "復旧キーがないか、正しくありません。印刷した復旧キーを見て、組ごとに確認してください。";
  }
}

const DETAIL: Record<string, string> = {
  missing: "（ファイルがありません）",
  damaged: "（ファイルが損傷しています）",
  first_format: "（古い形式のため、この端末の鍵を含みません）",
};

const DIFFERENCE: Record<string, string> = {
  member_id: "（被保険者番号が異なります）",
  birth_date: "（生年月日が異なります）",
  gender: "（性別が異なります）",
  name: "（氏名が異なります）",
  several_patients: "（複数の患者の記載があります）",
};

function otherJa({ difference }: Record<string, string>): string {
  return DIFFERENCE[difference ?? ""] ?? "";
}

function detailJa({ detail }: Record<string, string>): string {
  return DETAIL[detail ?? ""] ?? "";
}

function store(fields: Record<string, string>): string {
  return fields.store ? `（${fields.store}）` : "";
}

const FOLDER: Record<string, string> = {
  relative: "フォルダーは、先頭から始まる絶対パスで入力してください。",
  missing: "フォルダーがありません。媒体がつながっているか、場所が正しいか確かめてください。",
  inside: "保存領域の中のフォルダーは使えません。別の媒体か共有フォルダーを指定してください。",
  not_writable: "フォルダーに書き込めません。権限と媒体の書き込み禁止を確かめてください。",
  isolated: "このPCはネットワークから切り離しています。元に戻すまで、施設ファイルは読み書きしません。",
};

const EXPORT: Record<string, string> = {
  missing: "持ち出し用の写しが見つかりません。媒体をつないでから、もう一度行ってください。",
  damaged: "持ち出し用の写しが損傷しています。作成し直してください。",
  other: "この端末の写しではありません。作成し直してください。",
};

/** Why a mode of emergency cannot be begun. */
const MODE: Record<string, string> = {
  rule: "施設の規則が「不可」のため、同意の期限を過ぎた保存分は開けません。",
  lasts: "すでに始まっています。画面の表示を確かめてください。",
  person: "救急時医療情報閲覧は、医師等が、開いている患者1人について始めます。",
  facility_kind: emergency.modes.hindrance.facility_kind,
  not_set: emergency.modes.hindrance.not_set,
  outside_period: emergency.modes.hindrance.outside_period,
  number_missing: emergency.modes.hindrance.number_missing,
};

const JOIN: Record<string, string> = {
  nobody: "2人の違う方を選んでください。",
  joined_already: "すでに結ばれている方です。画面を読み直してください。",
  differs: "生年月日または性別が同じではないため、結べません。",
};

const PEOPLE_FILE: Record<string, string> = {
  encoding: "文字コードがUTF-8でもShift_JISでもないため、読めません。",
  columns: "1行目に「氏名」と「生年月日」の列が見つかりません。",
  too_long: "行が多すぎます（5,000行まで）。",
  too_large: "ファイルが大きすぎます（4 MBまで）。",
};
