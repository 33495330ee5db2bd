//! What the desktop says on D-Bus: the PC goes to sleep, the screen was locked.

use std::time::Duration;

use viewer::{LockReason, Seat};
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};
use zbus::{MatchRule, Message};

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const MANAGER_PATH: &str = "/org/freedesktop/login1";

/// How long the PC is kept from sleeping after the lock, so that another page is drawn before.
const DRAWN: Duration = Duration::from_millis(400);

/// How long after a bus has gone, or said something that nobody can read, it is listened to again.
const AGAIN: Duration = Duration::from_secs(5);

/// Locks the seat whenever the desktop says so. Where there is no such bus nothing is heard.
pub(crate) fn follow(seat: &Seat) {
    for listen in [listen_to_logind, listen_to_the_desktop] {
        let seat = seat.clone();
        // A thread of its own: it waits for its bus as long as the program runs, also for one that is
        // started anew.
        std::thread::spawn(move || {
            loop {
                let _ = listen(&seat);
                std::thread::sleep(AGAIN);
            }
        });
    }
}

fn lock(seat: &Seat, reason: LockReason) {
    // It is locked whatever comes of writing it down.
    let _ = tauri::async_runtime::block_on(seat.lock_screen(reason));
}

/// `ActiveChanged(true)` of the screen savers of all desktops.
fn listen_to_the_desktop(seat: &Seat) -> zbus::Result<()> {
    let bus = Connection::session()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .member("ActiveChanged")?
        .build();
    for message in MessageIterator::for_match_rule(rule, &bus, None)? {
        let message = message?;
        let interface = message.header().interface().map(ToString::to_string);
        let of_a_saver = interface.is_some_and(|name| name.ends_with(".ScreenSaver"));
        if of_a_saver && says_yes(&message) {
            lock(seat, LockReason::OsLock);
        }
    }
    Ok(())
}

/// `PrepareForSleep(true)`, and `Lock` of the session in which this program runs.
fn listen_to_logind(seat: &Seat) -> zbus::Result<()> {
    let bus = Connection::system()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(LOGIND)?
        .path_namespace(MANAGER_PATH)?
        .build();
    let messages = MessageIterator::for_match_rule(rule, &bus, None)?;
    let own = own_session(&bus);
    let mut holding = hold_back_sleep(&bus);
    for message in messages {
        let message = message?;
        let header = message.header();
        let member = header.member().map(ToString::to_string);
        match member.as_deref() {
            Some("PrepareForSleep") if says_yes(&message) => {
                lock(seat, LockReason::Sleep);
                std::thread::sleep(DRAWN);
                holding = None;
            }
            Some("PrepareForSleep") => holding = hold_back_sleep(&bus),
            Some("Lock") => {
                let path = header.path().map(ToString::to_string);
                // Not knowing which is ours, any is.
                if own.is_none() || path == own {
                    lock(seat, LockReason::OsLock);
                }
            }
            _ => {}
        }
    }
    drop(holding);
    Ok(())
}

/// As long as it is held, the system waits a little before it sleeps.
fn hold_back_sleep(bus: &Connection) -> Option<OwnedFd> {
    let why = ("sleep", "CLINS Viewer", "locking the screen", "delay");
    let asked = bus.call_method(Some(LOGIND), MANAGER_PATH, Some(MANAGER), "Inhibit", &why);
    asked.ok()?.body().deserialize().ok()
}

fn own_session(bus: &Connection) -> Option<String> {
    let auto = ("auto",);
    let asked = bus.call_method(
        Some(LOGIND),
        MANAGER_PATH,
        Some(MANAGER),
        "GetSession",
        &auto,
    );
    let path: OwnedObjectPath = asked.ok()?.body().deserialize().ok()?;
    Some(path.to_string())
}

fn says_yes(message: &Message) -> bool {
    message.body().deserialize().unwrap_or(false)
}
