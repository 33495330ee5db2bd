use std::collections::HashMap;

use record::view::{LaboratoryContent, PointView, RowKey, SegmentView, SeriesView};

use crate::beyond_window::Window;

/// 閲覧期間外の保存分 of 検査: the points of older versions that left the service's window, by the series
/// of the newest version that goes on without them.
#[derive(Clone, Debug, Default)]
pub(crate) struct OlderPoints(HashMap<RowKey, Vec<SegmentView>>);

impl OlderPoints {
    /// A point left the window by its own day, when the service gives enough newer ones instead, or
    /// with the version that carried it last. What was withdrawn within the window is not among them:
    /// somebody took that back. Of an older one nobody can tell, and the words beside it say so.
    pub(crate) fn of(content: &LaboratoryContent, window: &Window<'_>) -> Self {
        let mut found = HashMap::new();
        for series in &content.series {
            let gone = content.withdrawn.iter().find(|row| row.key == series.key);
            let older = gone.map(|gone| older(gone, series, window));
            if let Some(older) = older.filter(|older| !older.is_empty()) {
                found.insert(series.key.clone(), older);
            }
        }
        Self(found)
    }

    /// Adds them to the series they belong to. Neither the newest result nor the one before it is
    /// touched: those are of the newest version.
    pub(crate) fn join(&self, content: &mut LaboratoryContent) {
        for series in &mut content.series {
            if let Some(older) = self.0.get(&series.key) {
                series.beyond_window.clone_from(older);
            }
        }
    }
}

fn older(gone: &SeriesView, series: &SeriesView, window: &Window<'_>) -> Vec<SegmentView> {
    let with_its_version = window.has_left(gone.last_supplied.as_ref());
    let filled = window.is_filled(series);
    let left =
        |point: &&PointView| with_its_version || (filled && window.has_left(Some(&point.date)));
    let segment = |segment: &SegmentView| {
        let points: Vec<PointView> = segment.points.iter().filter(left).cloned().collect();
        (!points.is_empty()).then(|| SegmentView {
            points,
            ..segment.clone()
        })
    };
    gone.segments.iter().filter_map(segment).collect()
}

#[cfg(test)]
mod tests {
    use cache::retention::Windows;
    use jiff::civil::{Date, date};
    use record::view::SectionContent;
    use record::vocabulary::Category;
    use record::{EarlierVersion, HeldSet};

    use crate::beyond_window::BeyondWindow;

    const TODAY: Date = date(2026, 11, 22);

    /// One item, measured on these days.
    fn answer(days: &[&str]) -> Vec<u8> {
        let entry = |(value, day): (usize, &&str)| {
            serde_json::json!({"resource": {
                "resourceType": "Observation", "id": day, "status": "final",
                "code": {"text": "カリウム"}, "effectiveDateTime": day,
                "valueQuantity": {"value": value + 1, "unit": "mmol/L"}}})
        };
        let entries: Vec<_> = days.iter().enumerate().map(entry).collect();
        let bundle = serde_json::json!({"resourceType": "Bundle", "type": "searchset",
                                        "entry": entries});
        serde_json::to_vec(&bundle).unwrap()
    }

    /// The section of a newest version and one before it, and what of it left the window.
    fn read(newest: &[&str], before: &[&str], on: Date) -> (SectionContent, BeyondWindow) {
        let (newest, before) = (answer(newest), answer(before));
        let set = HeldSet {
            key: "scope",
            fetched_on: TODAY,
            returned: true,
            parts: vec![&newest],
            earlier: vec![EarlierVersion {
                fetched_on: on,
                parts: vec![&before],
            }],
        };
        let content = record::section(Category::Laboratory, &[set], TODAY).content;
        let windows = Windows::shipped().unwrap();
        let beyond = BeyondWindow::of(Category::Laboratory, &content, &windows, TODAY);
        (content, beyond)
    }

    fn older(content: &SectionContent) -> Vec<String> {
        let SectionContent::Laboratory(content) = content else {
            panic!("not laboratory")
        };
        let segments = content
            .series
            .iter()
            .flat_map(|series| &series.beyond_window);
        let points = segments.flat_map(|segment| &segment.points);
        points.map(|point| point.date.as_str().to_owned()).collect()
    }

    #[test]
    fn what_left_the_window_stays_in_the_trend_and_what_was_taken_back_does_not() {
        let before = ["2024-11-01", "2025-03-01", "2026-05-15", "2026-06-01"];
        let newest = ["2026-06-01", "2026-08-01", "2026-10-01"];
        let (mut content, beyond) = read(&newest, &before, date(2026, 7, 1));
        let plain = content.clone();
        assert!(older(&content).is_empty());
        beyond.join(&mut content);
        assert_eq!(older(&content), ["2024-11-01", "2025-03-01"]);
        // The newest of the gone ones lies within the window: that row was taken back.
        assert!(beyond.rows.is_empty());
        // Nothing else of the section has changed.
        let SectionContent::Laboratory(joined) = &mut content else {
            panic!("not laboratory")
        };
        assert_eq!(
            joined.series[0].latest.date.as_ref().unwrap().as_str(),
            "2026-10-01"
        );
        joined.series[0].beyond_window.clear();
        assert_eq!(content, plain);
    }

    #[test]
    fn as_long_as_the_last_three_are_not_all_given_an_old_one_that_is_missing_was_taken_back() {
        let gone = ["2024-11-01", "2025-03-01"];
        let (mut content, beyond) = read(&["2026-08-01", "2026-10-01"], &gone, date(2026, 7, 1));
        beyond.join(&mut content);
        assert!(older(&content).is_empty() && beyond.rows.is_empty());
        // Last carried more than a year ago: it left with its version.
        let (mut content, beyond) = read(&["2026-08-01", "2026-10-01"], &gone, date(2025, 7, 1));
        beyond.join(&mut content);
        assert_eq!(older(&content), gone);
        assert_eq!(beyond.rows.len(), 1);
    }
}
