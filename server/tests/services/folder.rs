//! A folder of a test's own, which goes with it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// An empty folder; removed when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new one. Other users may write to it: PostgreSQL refuses to run as root.
    pub(crate) fn new(name: &str) -> Folder {
        use std::os::unix::fs::PermissionsExt;
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("ganita-{name}-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o777))
            .expect("it is our own folder");
        Folder(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Its name, for programs' arguments.
    pub(crate) fn name(&self) -> &str {
        self.0.to_str().expect("a plain path")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
