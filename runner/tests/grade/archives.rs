//! Archives and pipes, as somebody may hand them in.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

pub fn zip_with(path: &Path, entries: &[(&str, &str)]) {
    let mut archive = zip::ZipWriter::new(File::create(path).expect("a file"));
    for (name, text) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        archive.write_all(text.as_bytes()).expect("an entry");
    }
    archive.finish().expect("an archive");
}

pub fn tar_with(path: &Path, fill: impl FnOnce(&mut tar::Builder<GzEncoder<File>>)) {
    let mut archive =
        tar::Builder::new(GzEncoder::new(File::create(path).expect("a file"), Compression::fast()));
    fill(&mut archive);
    archive.into_inner().expect("an archive").finish().expect("an archive");
}

pub fn tar_entry(archive: &mut tar::Builder<GzEncoder<File>>, name: &str, kind: tar::EntryType, text: &str) {
    let mut header = tar::Header::new_gnu();
    // `set_path` would refuse what is tried here.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    header.set_entry_type(kind);
    if kind.is_symlink() {
        header.set_link_name("/etc/passwd").expect("a link");
    }
    header.set_cksum();
    archive.append(&header, text.as_bytes()).expect("an entry");
}

/// A `.zip` of nothing but its list of contents, with so many entries in it.
pub fn zip_of_many(path: &Path, entries: u16) {
    let header = [b"PK\x01\x02".as_slice(), &[0; 42]].concat();
    let mut archive = header.repeat(entries.into());
    let length = u32::try_from(archive.len()).expect("a short list");
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([entries.to_le_bytes(), entries.to_le_bytes()].concat());
    archive.extend([length.to_le_bytes(), 0_u32.to_le_bytes()].concat());
    archive.extend([0, 0]);
    fs::write(path, archive).expect("a file");
}

/// Gives a file in an archive the name of another: `zip` itself writes no name twice.
pub fn rename_within(archive: &Path, old: &str, new: &str) {
    let mut bytes = fs::read(archive).expect("an archive");
    for at in 0..bytes.len() - old.len() {
        if bytes[at..].starts_with(old.as_bytes()) {
            bytes[at..at + old.len()].copy_from_slice(new.as_bytes());
        }
    }
    fs::write(archive, bytes).expect("an archive");
}

pub fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|made| made.success()), "mkfifo");
}
