use record::vocabulary::{Gender, Identity};

use crate::head::stated;
use crate::html::Html;

/// Whom the answer is about, as far as it says so.
pub(crate) fn patient(html: &mut Html, identity: Option<&Identity>) {
    let Some(identity) = identity else {
        html.row("患者", stated(None));
        return;
    };
    html.row("患者", stated(Some(&identity.name)));
    html.row("カナ", stated(identity.kana.as_deref()));
    let born = identity.birth_date.as_ref();
    html.row("生年月日", stated(born.map(|date| date.date_text())));
    html.row("性別", stated(identity.gender.map(gender)));
    if identity.member_ids.is_empty() {
        html.row("被保険者番号", stated(None));
    }
    for id in &identity.member_ids {
        html.row("被保険者番号", &id.to_string());
    }
}

/// Name and birth date on one line, for the top of every printed page.
pub(crate) fn patient_line(identity: Option<&Identity>) -> String {
    let born = identity.and_then(|identity| identity.birth_date.as_ref());
    format!(
        "{}　生年月日 {}",
        stated(identity.map(|identity| identity.name.as_str())),
        stated(born.map(|date| date.date_text()))
    )
}

const fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "男",
        Gender::Female => "女",
        Gender::Other => "その他",
        Gender::Unknown => "不明",
    }
}
