//! Declares the one command the window may call, so that it too needs a permission.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&["rpc"]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        // A build script has no other way to fail with words.
        println!("cargo::error={error:#}");
        std::process::exit(1);
    }
}
