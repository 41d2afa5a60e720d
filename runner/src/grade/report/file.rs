//! Files that are there as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use tempfile::NamedTempFile;

/// Writes a file in one step: under another name until it is whole and on the disk, so that a reader, or a machine
/// that fails meanwhile, finds the old file or the new one. Two that write at the same time do not meet. On Unix it
/// has `mode`; without it, what the process's mask leaves of reading and writing for all.
///
/// What is no file (a pipe, a device, a link to one) is written to as it is; so is a file whose folder takes no other,
/// and then `write` is called a second time.
///
/// # Errors
/// If it cannot be written; then nothing of it is left.
pub fn replace(
    path: &Path,
    mode: Option<u32>,
    mut write: impl FnMut(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let special = fs::symlink_metadata(path).is_ok_and(|it| !it.is_file());
    if special || !put(path, mode, &mut write)? {
        into(File::create(path)?, &mut write)?;
    }
    Ok(())
}

/// Puts a new file in the place of the one at `path`, if there is one; `false` if the folder does not let it.
fn put(path: &Path, mode: Option<u32>, write: &mut impl FnMut(&mut dyn Write) -> Result<()>) -> Result<bool> {
    let refused = |error: io::Error| match takes_no_other(&error) && path.is_file() {
        true => Ok(false),
        false => Err(error.into()),
    };
    let (file, name) = match fresh(path, mode) {
        Ok(fresh) => fresh.into_parts(),
        Err(error) => return refused(error),
    };
    let file = into(file, write)?;
    file.sync_all()?;
    match NamedTempFile::from_parts(file, name).persist(path) {
        Ok(_) => Ok(true),
        Err(failed) => refused(failed.error),
    }
}

/// A file beside the one at `path`, that is removed unless it takes its place.
fn fresh(path: &Path, mode: Option<u32>) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let Some(mode) = mode else {
            return builder.permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder);
        };
        let file = builder.tempfile_in(folder)?;
        file.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
        Ok(file)
    }
    #[cfg(not(unix))]
    {
        let _ = mode;
        builder.tempfile_in(folder)
    }
}

/// Writes to an open file.
fn into(file: File, write: &mut impl FnMut(&mut dyn Write) -> Result<()>) -> Result<File> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?)
}

/// Whether a folder lets nobody put a file into it, or put one in the place of another: a single file that is mounted
/// into a container is such a one.
fn takes_no_other(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::bail;

    use super::replace;

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("class.csv");
        replace(&path, None, |out| Ok(out.write_all(b"old")?)).expect("it is written");
        let broken = replace(&path, None, |out| {
            out.write_all(&[b'x'; 100_000])?;
            bail!("the second half is missing")
        });
        assert_eq!(broken.expect_err("it fails").to_string(), "the second half is missing");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
        replace(&path, None, |out| Ok(out.write_all(b"new")?)).expect("it is written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_written_to_as_it_is_and_a_file_has_its_mode() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").expect("a file");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        replace(&link, None, |out| Ok(out.write_all(b"new")?)).expect("it is written");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "new");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        use std::os::unix::fs::PermissionsExt;
        replace(&file, Some(0o640), |out| Ok(out.write_all(b"new")?)).expect("it is written");
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o640);
        replace("/dev/null".as_ref(), None, |out| Ok(out.write_all(b"new")?)).expect("it is written");
    }
}
