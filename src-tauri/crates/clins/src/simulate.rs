use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use simulator::Options;

/// Starts the service simulator and runs until it is told to end. Prints one JSON line: base URL,
/// control URL, and the paths of the CA, client certificate and key.
#[derive(Args)]
pub(crate) struct Simulate {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Folder of the sample clinic.
    #[arg(long, default_value = "assets/sample-clinic")]
    clinic: PathBuf,
    /// Folder for certificates and keys; kept ones are used again.
    #[arg(long, default_value = "target/simulator")]
    state: PathBuf,
    /// A fault to play from the start; may be given several times.
    #[arg(long, num_args = 1..)]
    fault: Vec<String>,
}

impl Simulate {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let options = Options {
            listen: self.listen,
            clinic_dir: self.clinic,
            state_dir: self.state,
            faults: self.fault,
            today: None,
        };
        let told_to_end = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        simulator::run(options, told_to_end, |started| {
            println!("{}", serde_json::to_string(started).unwrap_or_default());
        })
        .await?;
        Ok(())
    }
}
