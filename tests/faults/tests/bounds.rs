//! The short form of the bounds: the memory that the worst answers of 10 MB take, each in a process
//! of its own. Time is judged by the long form, in a build with optimisation.

use std::process::Command;

#[test]
fn ten_megabytes_are_read_within_256_mebibytes() {
    let done = Command::new(env!("CARGO_BIN_EXE_faults"))
        .args(["bounds", "--quick"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success());
    assert!(said.contains("laboratory results") && said.trim_end().ends_with(" 0 failed"));
}
