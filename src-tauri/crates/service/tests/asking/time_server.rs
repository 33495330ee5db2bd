//! Asks time servers that tell a time, tell none, tell nonsense or are silent.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use service::{TimeFault, TimeServer, network_time};
use simulator::TimeAnswer;

/// Long enough for a busy machine.
const LIMIT: Duration = Duration::from_secs(10);

async fn told_by(answer: TimeAnswer, limit: Duration) -> Result<Timestamp, TimeFault> {
    let serving = simulator::TimeServer::start(answer).await.unwrap();
    let server: TimeServer = serving.address().parse().unwrap();
    let told = network_time(&server, limit).await;
    assert_eq!(serving.asked(), 1);
    told
}

#[tokio::test]
async fn the_time_is_told_whatever_the_clock_of_this_pc_says() {
    for seconds in [0, 90, -90] {
        let told = told_by(TimeAnswer::Ahead(seconds), LIMIT).await.unwrap();
        let ahead = told.duration_since(Timestamp::now());
        let wrong = ahead - SignedDuration::from_secs(seconds);
        assert!(wrong.abs() < SignedDuration::from_secs(2), "{wrong}");
    }
}

#[tokio::test]
async fn a_server_without_the_time_and_what_is_no_answer_tell_nothing() {
    for (answer, why) in [
        (TimeAnswer::Alarm, TimeFault::Unsynchronised),
        (TimeAnswer::Unset, TimeFault::Unsynchronised),
        (TimeAnswer::Refusal, TimeFault::Refused),
        (TimeAnswer::Stump, TimeFault::Unreadable),
        (TimeAnswer::Noise, TimeFault::Unreadable),
        (TimeAnswer::Guess, TimeFault::Unreadable),
        (TimeAnswer::Late(60), TimeFault::Unsteady),
    ] {
        assert_eq!(told_by(answer, LIMIT).await, Err(why), "{answer:?}");
    }
}

#[tokio::test]
async fn silence_and_an_unknown_name_end() {
    let silent = told_by(TimeAnswer::Silence, Duration::from_secs(2)).await;
    assert_eq!(silent, Err(TimeFault::Silent));
    let unknown: TimeServer = "ntp.clins.invalid".parse().unwrap();
    let told = network_time(&unknown, LIMIT).await;
    assert!(matches!(
        told,
        Err(TimeFault::NotReached | TimeFault::Silent)
    ));
}
