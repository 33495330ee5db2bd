//! The short form of consents under jumping clocks.

use std::process::Command;

#[test]
fn no_jump_of_a_clock_lengthens_a_consent_or_is_remembered() {
    let done = Command::new(env!("CARGO_BIN_EXE_faults"))
        .args(["consent", "--quick"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success());
    assert!(said.contains("2000 worlds of 40 steps") && said.trim_end().ends_with(" 0 failed"));
}
