//! 施設の規則.

use access::{Role, Tries};
use audit::EventKind;
use cache::retention::Rule;
use record::vocabulary::Category;
use service::TimeServer;

use super::retention::begin_anew;
use crate::accounts_file::write_rules;
use crate::error::{CommandError, ErrorCode};
use crate::locking::{LONGEST_LOCK, LONGEST_UNLOCK};
use crate::record_act::Act;
use crate::request::{Nothing, SetSiteRulesRequest};
use crate::retention_rules::{OutOfRange, RetentionRules};
use crate::rooms::{Rooms, blocking};
use crate::rules::{AgeLimits, SiteRules};
use crate::seat::{Seat, Seated};
use crate::sign_in_rules::SignInRules;
use crate::sync::lock;
use crate::view::{
    Length, LockRulesView, LongTerm, RetentionLimits, RoleMinutes, SignInRulesView, SiteRulesView,
    StalenessLimits,
};

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
    rooms.site.accounts_are_kept_here()?;
    // One at a time, like the account file.
    let _turn = lock(&rooms.accounts_turn);
    let mut rules = SiteRules::clone(&rooms.rules());
    rules.format = SiteRules::FORMAT;
    rules.reading_after_end = request.reading_after_end;
    if let Some(asked) = &request.lock {
        set_lock(&mut rules, asked).map_err(|OutOfRange| out_of_range("lock"))?;
    }
    if let Some(asked) = request.sign_in {
        let tries = Tries::new(asked.tries).ok_or_else(|| out_of_range("sign_in"))?;
        rules.sign_in = SignInRules {
            tries: tries.get(),
            second_factor_required: asked.second_factor_required,
            stop_after_grace: asked.stop_after_grace,
        };
    }
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
    if let Some(ahead) = &request.fetched_ahead {
        let later = Category::WITH_DOCUMENTS.into_iter();
        rules.not_ahead = later.filter(|one| !ahead.contains(one)).collect();
    }
    if let Some(shows) = request.board_shows_categories {
        rules.board_hides_categories = !shows;
    }
    if let Some(asked) = &request.time_server {
        rules.time_server = time_server(asked)?;
    }
    set_retention(&mut rules.retention, request).map_err(|OutOfRange| out_of_range("retention"))?;
    let view = rules_view(&rules)?;
    // Nothing is deleted by a rule that is being changed.
    let _retention_turn = lock(&rooms.retention_turn);
    let act = Act::new(EventKind::SiteRulesSet).by(&seated.session);
    let before = rooms.rules();
    let server = rules.time_server.as_deref().unwrap_or("-");
    let server = (rules.time_server != before.time_server).then_some(server);
    let act = if rules.reading_after_end != before.reading_after_end {
        let server = server.map(|server| format!("time_server {server}"));
        act.because(rules.reading_after_end.changed_to(), server.as_deref())
    } else if server.is_some() {
        act.because("time_server", server)
    } else {
        act
    };
    act.write_now(rooms)?;
    if rules.retention != before.retention {
        // Before the rule itself: no plan of the former one is ever left standing.
        begin_anew(rooms)?;
    }
    write_rules(&rooms.desk, &rules)?;
    if rules.time_server != before.time_server {
        rooms.trusted.forget_server();
    }
    rooms.set_rules(rules);
    rooms.trusted.ask_now.notify_one();
    Ok(view)
}

fn set_lock(rules: &mut SiteRules, asked: &LockRulesView) -> Result<(), OutOfRange> {
    if !(1..=LONGEST_UNLOCK).contains(&asked.unlock_hours) {
        return Err(OutOfRange);
    }
    rules.lock.unlock_hours = asked.unlock_hours;
    for RoleMinutes { role, minutes } in &asked.minutes {
        if !(1..=LONGEST_LOCK).contains(minutes) {
            return Err(OutOfRange);
        }
        rules.lock.minutes.insert(*role, *minutes);
    }
    Ok(())
}

/// The server as it is kept; none for an empty text.
fn time_server(asked: &str) -> Result<Option<String>, CommandError> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(None);
    }
    let server: TimeServer = asked.parse().map_err(|_| out_of_range("time_server"))?;
    Ok(Some(server.to_string()))
}

fn lock_view(rules: &SiteRules) -> LockRulesView {
    let minutes = |role| RoleMinutes {
        role,
        minutes: rules.auto_lock_minutes(role),
    };
    LockRulesView {
        minutes: Role::ALL.into_iter().map(minutes).collect(),
        unlock_hours: rules.lock.unlock_hours,
    }
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
    let ahead = Category::WITH_DOCUMENTS.into_iter();
    Ok(SiteRulesView {
        fetched_ahead: ahead.filter(|one| rules.fetches_ahead(*one)).collect(),
        board_shows_categories: !rules.board_hides_categories,
        time_server: rules.time_server.clone(),
        reading_after_end: rules.reading_after_end,
        lock: lock_view(rules),
        sign_in: SignInRulesView {
            tries: rules.sign_in.tries().get(),
            second_factor_required: rules.sign_in.second_factor_required,
            stop_after_grace: rules.sign_in.stop_after_grace,
        },
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
