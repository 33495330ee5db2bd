//! 施設の規則.

use audit::EventKind;
use cache::retention::Rule;
use record::vocabulary::Category;

use super::retention::begin_anew;
use crate::accounts_file::write_rules;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{Nothing, SetSiteRulesRequest};
use crate::retention_rules::{OutOfRange, RetentionRules};
use crate::rooms::{Rooms, blocking};
use crate::rules::{AgeLimits, SiteRules};
use crate::seat::{Seat, Seated};
use crate::sync::lock;
use crate::view::{Length, LongTerm, RetentionLimits, SiteRulesView, StalenessLimits};

/// Longer than this a screen must not stand open.
const LONGEST_LOCK: u32 = 60;
/// Ten years: anything longer would mean that nothing is ever old.
const LONGEST_AGE: u32 = 10 * 366 * 24;

impl Seat {
    /// What the site has decided.
    pub(crate) async fn site_rules(&self, _: Nothing) -> Result<SiteRulesView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        rules_view(&rooms.rules())
    }

    /// Sets what the site decides. All of it or nothing.
    pub(crate) async fn set_site_rules(
        &self,
        request: SetSiteRulesRequest,
    ) -> Result<SiteRulesView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || set(&rooms, &seated, &request)).await
    }
}

fn set(
    rooms: &Rooms,
    seated: &Seated,
    request: &SetSiteRulesRequest,
) -> Result<SiteRulesView, CommandError> {
    if !(1..=LONGEST_LOCK).contains(&request.auto_lock_minutes) {
        return Err(out_of_range("auto_lock_minutes"));
    }
    // One at a time, like the account file.
    let _turn = lock(&rooms.accounts_turn);
    let mut rules = SiteRules::clone(&rooms.rules());
    rules.format = SiteRules::FORMAT;
    rules.reading_after_end = request.reading_after_end;
    rules.auto_lock_minutes = request.auto_lock_minutes;
    for limits in &request.staleness {
        let (amber_hours, red_hours) = (limits.amber_hours, limits.red_hours);
        if amber_hours == 0 || red_hours < amber_hours || red_hours > LONGEST_AGE {
            return Err(out_of_range("staleness"));
        }
        let limit = AgeLimits {
            amber_hours,
            red_hours,
        };
        rules.staleness.insert(limits.category, limit);
    }
    set_retention(&mut rules.retention, request).map_err(|OutOfRange| out_of_range("retention"))?;
    let view = rules_view(&rules)?;
    // Nothing is deleted by a rule that is being changed.
    let _retention_turn = lock(&rooms.retention_turn);
    Act::new(EventKind::SiteRulesSet)
        .by(&seated.session)
        .write_now(rooms)?;
    if rules.retention != rooms.rules().retention {
        // Before the rule itself: no plan of the former one is ever left standing.
        begin_anew(rooms)?;
    }
    write_rules(&rooms.desk, &rules)?;
    rooms.set_rules(rules);
    Ok(view)
}

fn set_retention(
    rules: &mut RetentionRules,
    request: &SetSiteRulesRequest,
) -> Result<(), OutOfRange> {
    for limits in &request.retention {
        let window = match limits.window {
            Some(window) => Some(window.span().ok_or(OutOfRange)?),
            None => None,
        };
        let rule = Rule {
            window,
            last: limits.last,
            keep: limits.keep.span().ok_or(OutOfRange)?,
        };
        rules.set(limits.category, rule)?;
    }
    if let Some(LongTerm { keep }) = request.long_term {
        let keep = match keep {
            Some(keep) => Some(keep.span().ok_or(OutOfRange)?),
            None => None,
        };
        rules.set_long_term(keep)?;
    }
    if rules.agree() {
        Ok(())
    } else {
        Err(OutOfRange)
    }
}

fn out_of_range(rule: &str) -> CommandError {
    CommandError::new(ErrorCode::RuleOutOfRange).with("rule", rule)
}

fn rules_view(rules: &SiteRules) -> Result<SiteRulesView, CommandError> {
    let windows = rules.retention.windows().ok_or(ErrorCode::Internal)?;
    let limits = |category| {
        let AgeLimits {
            amber_hours,
            red_hours,
        } = rules.limits(category);
        StalenessLimits {
            category,
            amber_hours,
            red_hours,
        }
    };
    let retention = |category| {
        let rule = windows.rule(category)?;
        Some(RetentionLimits {
            category,
            window: rule.window.map(Length::of),
            last: rule.last,
            keep: Length::of(rule.keep),
        })
    };
    Ok(SiteRulesView {
        reading_after_end: rules.reading_after_end,
        auto_lock_minutes: rules.auto_lock_minutes,
        staleness: Category::WITH_DOCUMENTS.into_iter().map(limits).collect(),
        retention: Category::WITH_DOCUMENTS
            .into_iter()
            .filter_map(retention)
            .collect(),
        long_term: LongTerm {
            keep: windows.long_term().map(Length::of),
        },
    })
}
