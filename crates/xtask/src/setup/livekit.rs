//! A real LiveKit server for the tests.

use std::path::PathBuf;

use anyhow::Result;

use super::go;

const SERVER: go::Program = go::Program {
    module: "github.com/livekit/livekit-server/cmd/server@v1.13.5",
    program: "server",
    folder: "livekit-1.13.5",
    why: "tests join its rooms with our tokens",
};

/// The program, built if it is missing.
pub(crate) fn livekit() -> Result<PathBuf> {
    go::built(&SERVER)
}
