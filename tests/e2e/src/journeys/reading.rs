use anyhow::{Result, ensure};

use crate::stage::Stage;
use crate::window::dom::test;

pub(super) async fn a_patient_shows_three_facilities_and_two_checkups(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    let identity = window.text(&test("identity")).await?;
    ensure!(
        identity.contains("マキノ ランマン") && identity.contains("1930-06-28"),
        "the identity bar is not hers: {identity}"
    );
    window
        .section_holds(
            "condition",
            &[
                "2型糖尿病性腎症",
                "高知中央",
                "慢性心不全",
                "五台山",
                "変形性膝関節症",
                "牧野整形",
            ],
        )
        .await?;
    window.section_holds("condition", &["未告知"]).await?;
    let document = window.document().await?;
    for mark in ["主病名", "疑い"] {
        ensure!(document.contains(mark), "nothing is marked {mark}");
    }
    window
        .section_holds(
            "drug_allergy",
            &["セファゾリンナトリウム", "アナフィラキシー"],
        )
        .await?;
    window.section_holds("other_allergy", &["そば"]).await?;
    window
        .section_holds(
            "prescription",
            &["エンパグリフロジン錠10mg", "ロキソプロフェンNaテープ100mg"],
        )
        .await?;
    window.click(&test("tab-laboratory")).await?;
    for value in ["5.9", "1.42"] {
        window.section_says("laboratory", value).await?;
    }
    window.click(&test("tab-checkup")).await?;
    window.element(&test("checkup-table")).await?;
    let table = window.texts(&test("checkup-table")).await?.join("\n");
    for value in [
        "7.4",
        "7.2",
        "完全右脚ブロック、左軸偏位",
        "鏡川健診センター",
        "五台山",
    ] {
        ensure!(
            table.contains(value),
            "the checkup table does not say {value}"
        );
    }
    Ok(())
}
