/// Checks that held, and those that did not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Sum {
    /// Prints one check and counts it.
    pub(crate) fn check(&mut self, what: &str, holds: bool) {
        println!("   {} {what}", if holds { "ok    " } else { "FAILED" });
        self.passed += usize::from(holds);
        self.failed += usize::from(!holds);
    }
}
