use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Remembers which process groups we started. Its input closes when we end, however we end (Ctrl-C
/// and KILL run no destructor): then it ends them, by their id and no other way.
const SCRIPT: &str = r#"
groups=""
while read -r verb id; do
  case "$verb" in
    start) groups="$groups $id" ;;
    ended) kept=""; for g in $groups; do [ "$g" = "$id" ] || kept="$kept $g"; done; groups="$kept" ;;
  esac
done
[ -n "$groups" ] || exit 0
for g in $groups; do kill -s TERM -- "-$g" 2>/dev/null; done
sleep 5
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
"#;

static GUARDIAN: OnceLock<Option<Mutex<Child>>> = OnceLock::new();

/// A process group of ours has started.
pub(crate) fn started(group: u32) {
    tell("start", group);
}

/// It has ended and its id may be used by others again.
pub(crate) fn ended(group: u32) {
    tell("ended", group);
}

fn tell(verb: &str, group: u32) {
    let Some(guardian) = GUARDIAN.get_or_init(|| spawn().ok().map(Mutex::new)) else {
        return;
    };
    let mut child = guardian.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(input) = child.stdin.as_mut() {
        let _ = writeln!(input, "{verb} {group}");
    }
}

fn spawn() -> std::io::Result<Child> {
    // A group of its own, so that Ctrl-C at the terminal does not reach it.
    Command::new("sh")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn what_is_left_ends_when_we_are_gone() {
        let mut guardian = spawn().unwrap();
        let mut left = Command::new("sleep")
            .arg("60")
            .process_group(0)
            .spawn()
            .unwrap();
        let mut input = guardian.stdin.take().unwrap();
        writeln!(input, "start 4194305\nended 4194305\nstart {}", left.id()).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        assert!(left.try_wait().unwrap().is_none(), "ended too early");
        drop(input);
        let started = Instant::now();
        while left.try_wait().unwrap().is_none() {
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "it goes on without us"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = guardian.wait();
    }
}
