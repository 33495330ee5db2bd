//! The short form of two windows, two programs, two users.
#![cfg(unix)]

use std::process::Command;

#[test]
fn nobody_is_shown_a_lock_and_no_other_user_reads() {
    let done = Command::new(env!("CARGO_BIN_EXE_faults"))
        .args(["users", "--quick"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success());
    for part in ["windows: ", "programs: ", "users: "] {
        assert!(said.contains(part), "{part}");
    }
    assert!(said.trim_end().ends_with(" 0 failed"));
}
