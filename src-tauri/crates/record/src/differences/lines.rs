//! The rows of a section in words.

use super::line::Line;
use super::words::{self, dated, facility, result, said};
use crate::view::{
    AllergyView, CheckupContent, CheckupReportView, ConditionView, DocumentView, InfectionView,
    PrescriptionView, ReportState, ResultView, SectionContent, SeriesView,
};

/// Every row of the current state.
pub(super) fn live(content: &SectionContent) -> Vec<Line> {
    use SectionContent as S;
    match content {
        S::DrugAllergy(c) | S::OtherAllergy(c) => {
            c.items.iter().chain(&c.past).map(allergy).collect()
        }
        S::Condition(c) => c.items.iter().chain(&c.ended).map(condition).collect(),
        S::Infection(c) => c.items.iter().map(infection).collect(),
        S::Laboratory(c) => c.series.iter().map(series).collect(),
        S::Prescription(c) => {
            let groups = [&c.current, &c.ended, &c.unknown, &c.older];
            groups.into_iter().flatten().map(prescription).collect()
        }
        S::Checkup(c) => c.reports.iter().map(|report| checkup(c, report)).collect(),
        S::Document(c) => c.documents.iter().map(document).collect(),
    }
}

/// 提供されなくなった項目.
pub(super) fn withdrawn(content: &SectionContent) -> Vec<Line> {
    use SectionContent as S;
    match content {
        S::DrugAllergy(c) | S::OtherAllergy(c) => c.withdrawn.iter().map(allergy).collect(),
        S::Condition(c) => c.withdrawn.iter().map(condition).collect(),
        S::Infection(c) => c.withdrawn.iter().map(infection).collect(),
        S::Laboratory(c) => c.withdrawn.iter().map(series).collect(),
        S::Prescription(c) => c.withdrawn.iter().map(prescription).collect(),
        S::Checkup(_) | S::Document(_) => Vec::new(),
    }
}

fn allergy(row: &AllergyView) -> Line {
    let head = [
        said(row.critical, "重症度 高"),
        said(row.unconfirmed, "未確認"),
        words::allergy(row.status).map(str::to_owned),
        dated("発症・記録", row.date.as_ref()),
        facility(&row.facility),
    ];
    let mut rest = row.reactions.clone();
    rest.extend(row.notes.iter().cloned());
    rest.extend(dated("最終記録", row.recorded.as_ref()));
    rest.extend(said(row.text_only, "自由記載"));
    rest.extend(said(row.long_term, "長期保存"));
    let mut head: Vec<String> = head.into_iter().flatten().collect();
    head.extend(row.reactions.iter().cloned());
    Line {
        head,
        rest,
        ..Line::of(&row.key, row.mark, &row.text)
    }
}

fn condition(row: &ConditionView) -> Line {
    let head = [
        said(row.principal, "主病名"),
        said(row.suspected, "疑い"),
        said(row.uninformed, "未告知"),
        words::condition(row.status).map(str::to_owned),
        dated("開始", row.onset.as_ref()),
        dated("終了", row.abatement.as_ref()),
        facility(&row.facility),
    ];
    let mut rest = row.notes.clone();
    rest.extend(row.icd10.as_ref().map(|code| format!("ICD-10 {code}")));
    rest.extend(row.department.clone());
    rest.extend(dated("未告知の時点", row.uninformed_as_of.as_ref()));
    rest.extend(said(row.long_term, "長期保存"));
    Line {
        head: head.into_iter().flatten().collect(),
        rest,
        ..Line::of(&row.key, row.mark, &row.text)
    }
}

/// A result that sums up its row, and where it was measured.
fn latest(measured: &ResultView) -> Vec<String> {
    let facility = facility(&measured.facility);
    std::iter::once(result(measured)).chain(facility).collect()
}

fn infection(row: &InfectionView) -> Line {
    let mut rest: Vec<String> = row.earlier.iter().map(result).collect();
    rest.extend(said(row.long_term, "長期保存"));
    Line {
        head: latest(&row.latest),
        rest,
        ..Line::of(&row.key, row.mark, &row.name)
    }
}

fn series(row: &SeriesView) -> Line {
    let unit = row.unit.as_deref().unwrap_or_default();
    let points = row.segments.iter().flat_map(|segment| &segment.points);
    let mut rest: Vec<String> = row.previous.iter().map(result).collect();
    let told = |date: &str| {
        [&row.latest].into_iter().chain(&row.previous).any(|known| {
            known
                .date
                .as_ref()
                .is_some_and(|known| known.date_text() == date)
        })
    };
    for point in points.filter(|point| !told(point.date.date_text())) {
        let flag = point.flag.as_deref().unwrap_or_default();
        let text = format!("{} {} {unit} {flag}", point.date.date_text(), point.value);
        rest.push(text.trim_end().to_owned());
    }
    Line {
        head: latest(&row.latest),
        rest,
        ..Line::of(&row.key, row.mark, &row.name)
    }
}

fn prescription(row: &PrescriptionView) -> Line {
    let head = [
        dated(words::prescription(row.state), row.date.as_ref()),
        Some(row.usage.clone()).filter(|usage| !usage.is_empty()),
        row.amount.clone(),
        facility(&row.facility),
    ];
    let mut rest: Vec<String> = row.notes.clone();
    rest.extend(
        row.origins
            .iter()
            .map(|origin| words::origin(*origin).to_owned()),
    );
    rest.extend(words::dose(row.kind).map(str::to_owned));
    rest.extend(dated("計算上の終了", row.until.as_ref()));
    Line {
        head: head.into_iter().flatten().collect(),
        rest,
        ..Line::of(&row.key, row.mark, &row.text)
    }
}

fn checkup(content: &CheckupContent, report: &CheckupReportView) -> Line {
    let head = [
        dated("健診日", report.date.as_ref()),
        facility(&report.facility),
        words::report(report.state).map(str::to_owned),
    ];
    let judgements = report.judgements.iter();
    let mut rest: Vec<String> = judgements
        .map(|text| format!("{} {}", text.label, text.text))
        .collect();
    rest.extend(dated("文書作成", report.document_date.as_ref()));
    rest.extend(report.author.clone());
    let column = content
        .reports
        .iter()
        .position(|known| known.key == report.key);
    for row in &content.rows {
        let Some(cell) = column.and_then(|column| row.cells.get(column)?.as_ref()) else {
            continue;
        };
        rest.push(format!("{} {}", row.name, result(&cell.result)));
        for detail in &cell.details {
            rest.push(format!("{} {}", detail.label, detail.text));
        }
    }
    Line {
        head: head.into_iter().flatten().collect(),
        rest,
        taken_back: report.state == ReportState::Deleted,
        ..Line::of(&report.key, report.mark, &report.program)
    }
}

fn document(row: &DocumentView) -> Line {
    let addressee = row.addressee.as_ref().and_then(facility);
    let head = [
        dated("作成", row.date.as_ref()),
        facility(&row.facility),
        words::report(row.state).map(str::to_owned),
    ];
    let rest = [
        row.author.clone(),
        addressee.map(|name| format!("宛先 {name}")),
        Some(format!("添付 {}件", row.attachments)),
        said(row.signed, "署名あり"),
    ];
    let title = row.title.as_deref().unwrap_or("（題名なし）");
    Line {
        head: head.into_iter().flatten().collect(),
        rest: rest.into_iter().flatten().collect(),
        elsewhere: true,
        taken_back: row.state == ReportState::Deleted,
        ..Line::of(&row.key, row.mark, title)
    }
}
