//! The short form of the faults of the stores: kills, failing disks, flipped bits, foreign files.
//!
//! Runs the program itself, because it has to be killed, and to put its own file system below
//! SQLite. What it prints stands in the output of a failing test, with the seed that repeats it.

use std::process::Command;

#[test]
fn the_stores_hold_in_the_short_form() {
    let done = Command::new(env!("CARGO_BIN_EXE_faults"))
        .args(["store", "--quick"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success());
    // Nine parts, each with its figures.
    assert_eq!(said.matches("(seed ").count(), 9);
    assert!(said.trim_end().ends_with(" 0 failed"));
}
