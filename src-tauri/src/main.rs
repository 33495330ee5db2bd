//! The desktop program: arguments, one window, one IPC entry. No rule of the field lives here.

#![cfg_attr(windows, windows_subsystem = "windows")]

mod arguments;
#[cfg_attr(feature = "development", path = "development.rs")]
#[cfg_attr(not(feature = "development"), path = "packaged.rs")]
mod build;
#[cfg(unix)]
mod dumps;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod freed_memory;
#[cfg_attr(target_os = "linux", path = "fresh_view/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "fresh_view/elsewhere.rs")]
mod fresh_view;
#[cfg_attr(target_os = "linux", path = "lock_signals/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "lock_signals/elsewhere.rs")]
mod lock_signals;
mod locking;
mod rpc;
mod window;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if let Err(error) = freed_memory::overwrite() {
        #[expect(clippy::print_stderr, reason = "said before any window exists")]
        {
            eprintln!("CLINS Viewer does not start: freed memory cannot be overwritten ({error})");
        }
        return ExitCode::FAILURE;
    }
    #[cfg(unix)]
    if let Err(error) = dumps::forbid() {
        #[expect(clippy::print_stderr, reason = "said before any window exists")]
        {
            eprintln!("CLINS Viewer does not start: dumps cannot be forbidden ({error})");
        }
        return ExitCode::FAILURE;
    }
    #[cfg(not(feature = "development"))]
    if let Err(refusal) = build::refuse_automation() {
        return refusal;
    }
    match window::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // No window came up: the terminal is the only place left for words.
            #[expect(clippy::print_stderr, reason = "no window to show it in")]
            {
                eprintln!("CLINS Viewer cannot start: {error}");
            }
            ExitCode::FAILURE
        }
    }
}
