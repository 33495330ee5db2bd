/// What happened and what to do, per code; each a sentence or two for the people at both ends.
const WORDS: &[(&str, &str)] = &[
    (
        "ambiguous_reference",
        "同じ識別（fullUrl または種類と id）で内容の異なる項目があり、参照先が一つに決まりません。どちらを指すか、送信元に確認してください。",
    ),
    (
        "archive",
        "暗号化された書庫ファイルです。施設のパスワードで展開してから、中のファイルを指定してください。",
    ),
    (
        "damaged_text",
        "文字でないところ（壊れたバイト、対にならないサロゲート、JSON にないエスケープ）を含む文字列です。読めない所を「\u{FFFD}」で示し、ほかはすべて読みました。受信した原文はそのまま保存しています。内容を確かめ、送り直すよう送信元に依頼してください。",
    ),
    (
        "deletion_by_other_code",
        "報告区分のコード表にないコード（19・49・69・79・89）により、削除依頼として扱いました。健診の結果でないか、送信元に確認してください。",
    ),
    (
        "display_differs",
        "送られた名称がコード表の名称と異なります。コードと名称のどちらが正しいか、送信元に確認してください。",
    ),
    (
        "document_deleted",
        "文書は取り下げられています。以前の版を診療に使わないでください。",
    ),
    (
        "document_in_error",
        "文書の全体が誤登録（entered-in-error）とされています。どの記載も診療に使わず、送信元に確認してください。",
    ),
    (
        "encoding",
        "別の文字コードで書かれているか、読めない文字が値の外にあります（JSON は UTF-8 だけです。XML は宣言された文字コードで読みます）。文字コードを直して送り直すよう、送信元に依頼してください。",
    ),
    (
        "encoding_differs",
        "UTF-8 の内容に別の文字コードが宣言されています。UTF-8 として読みました。宣言を直して送るよう、送信元に依頼してください。",
    ),
    (
        "entry_without_resource",
        "内容（resource）のない entry です。欠落がないか、送信元に確認してください。",
    ),
    (
        "further_pages",
        "続きのページがあります（link の next）。この回答だけではすべてではありません。続きを取得してください。",
    ),
    (
        "implicit_rules",
        "この表示では判断できない規則（implicitRules）で作られた項目です。原文を確認してください。",
    ),
    (
        "io_error",
        "ファイルを読めませんでした。ファイルの有無・権限・媒体を確認してください。",
    ),
    (
        "loose_ampersand",
        "「&」がそのまま書かれているか、XML にない名前の実体参照があります。送られたとおりに示しました。正しい書き方で送るよう、送信元に依頼してください。",
    ),
    (
        "modifier_extension",
        "意味を変える修飾（modifierExtension）があり、この表示では判断できません。原文を確認してください。",
    ),
    (
        "no_composition",
        "文書（type が document）なのに表紙（Composition）がありません。何の文書か決められません。欠落がないか、送信元に確認してください。",
    ),
    (
        "no_entries",
        "項目が一つもない回答です。登録なしを意味するのか、欠落がないか、送信元に確認してください。",
    ),
    (
        "no_name",
        "名称のない項目です。名称（text または display）を登録するよう、送信元に依頼してください。",
    ),
    (
        "not_base64",
        "添付データが base64 として読めません。添付を作り直して送るよう、送信元に依頼してください。",
    ),
    (
        "not_fhir",
        "FHIR のリソースではありません（resourceType がない）。回答の形式を送信元に確認してください。",
    ),
    (
        "not_json",
        "JSON として読めません（途中で切れているか、別の形式です）。取得し直し、続くときは送信元に確認してください。",
    ),
    (
        "not_supplied",
        "提供対象外（未提供）とされた項目です。件数に含めません。取扱いを送信元に確認してください。",
    ),
    (
        "not_valid",
        "誤登録・無効とされた項目です。一覧には出しません。内容は全記載で確認してください。",
    ),
    (
        "not_xml",
        "XML として読めません（途中で切れているか、書式の誤りです）。取得し直し、続くときは送信元に確認してください。",
    ),
    (
        "outcome_error",
        "サービスが誤りを通知しています（OperationOutcome）。回答がないか、一部が欠けています。通知の内容に従って確かめ、取得し直してください。",
    ),
    (
        "outside_sections",
        "どのセクションにも含まれない項目です。内容は表示しています。セクションの指定を送信元に確認してください。",
    ),
    (
        "patient_display_differs",
        "患者の参照に書かれた氏名が、参照先の患者の氏名と異なります。どの患者の情報か、送信元に確認してください。",
    ),
    (
        "patient_not_here",
        "項目が参照する患者が、この回答の患者ではありません。どの患者の情報か、送信元に確認してください。",
    ),
    (
        "pdf_cut",
        "PDF の終わりの印がありません。途中で切れているおそれがあります。取得し直し、続くときは送信元に確認してください。",
    ),
    (
        "repeated_member",
        "同じ要素が繰り返されています。どれが正しいか決められないため、すべての値を表示します。送信元に確認してください。",
    ),
    (
        "repeated_entry",
        "同じ内容の項目が繰り返し送られています。重複した登録がないか、送信元に確認してください。",
    ),
    (
        "report_deleted",
        "健診結果報告書は取り下げられています。以前の版を診療に使わないでください。",
    ),
    (
        "resource_without_type",
        "種類（resourceType）のない項目があり、読み取れません。送信元に確認してください。",
    ),
    (
        "results_missing",
        "検索の結果の数（total）が1以上なのに、項目が一つもなく、続きのページもありません。登録なしとは読まず、取得し直してください。",
    ),
    (
        "search_outcome",
        "検索についてのサービスの通知が含まれています。通知の内容を確認してください。",
    ),
    (
        "service_pending",
        "サービスが処理中の応答で、まだ回答ではありません。登録なしとは読まず、時間をおいて取得し直してください。",
    ),
    (
        "service_refused",
        "サービスが要求を受け付けなかった回答です。メッセージに従って確かめ、取得し直してください。",
    ),
    (
        "set_cancelled",
        "以前の登録を取り消す回答です。以前の内容を診療に使わないでください。",
    ),
    (
        "several_patients",
        "番号・生年月日・性別の異なる複数の患者が含まれています。別の患者の情報を診療に使わないよう内容を確かめ、送信元に確認してください。",
    ),
    (
        "several_values",
        "1つのファイルに複数の回答が続いています。すべて読みました。1ファイル1回答で送るよう、送信元に確認してください。",
    ),
    (
        "too_deep",
        "入れ子が深すぎるため読みません。回答の構造を送信元に確認してください。",
    ),
    (
        "too_large",
        "64 MiB を超えるため読みません。分けて送れるか、送信元に確認してください。",
    ),
    (
        "too_many",
        "値の数が多すぎるため読みません。分けて送れるか、送信元に確認してください。",
    ),
    (
        "too_many_components",
        "一つの検査に2万を超える構成項目があります。一覧には始めの2万件だけを並べます。残りは全記載で確認してください。",
    ),
    (
        "trailing_data",
        "回答の後ろに、JSON として読めないデータが続いています。前の部分だけを読みました。欠落がないか、送信元に確認してください。",
    ),
    (
        "unit_differs",
        "単位の文字とコードが別の単位を指しています。どちらが正しいか、送信元に確認してください。",
    ),
    (
        "unknown_xml",
        "XML ですが、サービスの回答（XmlMsg）ではありません。ファイルの種類を確認してください。",
    ),
    (
        "xml_doctype",
        "文書型宣言（DOCTYPE）のある XML は、安全のため読みません。宣言を除いて送るよう、送信元に依頼してください。",
    ),
];

/// The sentence for a problem's code: what happened and what to do (問題の説明と対処).
#[must_use]
pub fn problem_words(code: &str) -> &'static str {
    WORDS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(UNKNOWN, |(_, words)| words)
}

const UNKNOWN: &str =
    "この版に説明のない問題です。コードを添えて、製品の窓口に問い合わせてください。";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The codes in the sources of `record`: those given to `Problem::new`, and those of its errors.
    fn codes(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes(&path, found);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let program = source.split("#[cfg(test)]").next().unwrap();
            for call in program.split("Problem::new(").skip(1) {
                let code = call.split(',').nth(1).unwrap().trim();
                if code.starts_with('"') {
                    found.extend(quoted(code));
                } else if code != "error.code()" {
                    // Named elsewhere in the file: whatever looks like a code is one.
                    let words = program.split('"').skip(1).step_by(2).filter_map(word);
                    found.extend(words.filter(|word| word.contains('_')));
                }
            }
            if path.ends_with("src/error.rs") {
                let arms = source
                    .split("} => \"")
                    .chain(source.split(" => \""))
                    .skip(1);
                found.extend(arms.filter_map(|arm| word(arm.split('"').next()?)));
            }
        }
    }

    fn quoted(text: &str) -> Option<String> {
        word(text.split('"').nth(1)?)
    }

    fn word(text: &str) -> Option<String> {
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
        (plain && !text.is_empty()).then(|| text.to_owned())
    }

    #[test]
    fn every_code_of_the_reader_has_its_sentence() {
        let mut found = BTreeSet::new();
        let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("../record/src");
        codes(&record, &mut found);
        for known in [
            "not_json",
            "archive",
            "no_name",
            "several_values",
            "search_outcome",
            "modifier_extension",
        ] {
            assert!(
                found.contains(known),
                "{known} not found: the test reads too little"
            );
        }
        let silent: Vec<_> = found
            .iter()
            .filter(|c| problem_words(c) == UNKNOWN)
            .collect();
        assert!(silent.is_empty(), "{silent:?}");
        let stale: Vec<_> = WORDS
            .iter()
            .filter(|(code, _)| *code != "io_error" && !found.contains(*code))
            .collect();
        assert!(stale.is_empty(), "{stale:?}");
    }

    #[test]
    fn an_unknown_code_is_said_to_be_one() {
        assert_eq!(problem_words("of a later version"), UNKNOWN);
    }
}
