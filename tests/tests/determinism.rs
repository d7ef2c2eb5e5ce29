//! Equal definitions give equal bytes, whatever the order in which the disk lists files.

use std::path::Path;

use compiler::files::{Disk, FileError, Files, Found, Listing};

/// Lists files backwards, as a file system may.
struct Backwards(Disk);

impl Files for Backwards {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.0.read(path)
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        let mut listing = self.0.listing(folder)?;
        listing.paths.reverse();
        Ok(listing)
    }

    fn what_is(&self, path: &str) -> Found {
        self.0.what_is(path)
    }
}

#[test]
fn the_order_of_files_does_not_show() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (folder, project) in
        [(root.clone(), "registry-defs/rollbook.yaml"), (root.join("tests/projects/everything"), "rollbook.yaml")]
    {
        let disk = || Disk::open(&folder).expect("the project is in this repository");
        let forwards = compiler::compile(&disk(), project, compiler::Settings::default());
        let backwards = compiler::compile(&Backwards(disk()), project, compiler::Settings::default());
        assert!(!forwards.artifacts.is_empty());
        let paths = |compiled: &compiler::Compiled| -> Vec<String> {
            compiled.artifacts.iter().map(|artifact| artifact.path.clone()).collect()
        };
        assert_eq!(paths(&forwards), paths(&backwards));
        for (one, other) in forwards.artifacts.iter().zip(&backwards.artifacts) {
            assert!(one == other, "`{}` depends on the order of files", one.path);
        }
        assert_eq!(forwards.findings, backwards.findings);
    }
}

#[test]
fn threads_do_not_share_state_that_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let compile = || {
        let disk = Disk::open(&root).expect("the repository is there");
        compiler::compile(&disk, "registry-defs/rollbook.yaml", compiler::Settings::default()).artifacts
    };
    let alone = compile();
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(compile)).collect();
        threads.into_iter().map(|thread| thread.join().expect("compiling does not panic")).collect()
    });
    assert!(together.iter().all(|artifacts| *artifacts == alone));
}
