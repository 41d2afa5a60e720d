//! Reads kata files from archives, `.zip` and `.tar.gz`: in memory, and no further than necessary.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

use flate2::read::MultiGzDecoder;
use zip::read::Config;
use zip::unstable::read::ZipIterable;

use super::file::{Katas, LARGEST_FILE, open_regular, read_text, some, too_large, why_not};
use crate::grade::results::clean;

/// Bytes that an archive may have: a whole checkout fits, but not one with its `target/`.
const LARGEST_ARCHIVE: u64 = 64 << 20;
/// Unpacked bytes that an archive may hold: a `.tar.gz` must be read to its end, and this bounds the time.
const LARGEST_CONTENT: u64 = 256 << 20;
/// Files and folders that an archive may hold: a checkout has some hundreds, with its `target` some
/// thousands.
const MOST_ENTRIES: usize = 50_000;

/// The kind of an archive, known by its name.
#[derive(Debug, Clone, Copy)]
pub enum ArchiveKind {
    Zip,
    TarGz,
    /// Another kind of archive, which is not read.
    Other,
}

impl ArchiveKind {
    const ENDINGS: [(&str, ArchiveKind); 11] = [
        (".zip", ArchiveKind::Zip),
        (".tar.gz", ArchiveKind::TarGz),
        (".tgz", ArchiveKind::TarGz),
        (".tar.xz", ArchiveKind::Other),
        (".tar.bz2", ArchiveKind::Other),
        (".tar.zst", ArchiveKind::Other),
        (".tar", ArchiveKind::Other),
        (".rar", ArchiveKind::Other),
        (".7z", ArchiveKind::Other),
        (".gz", ArchiveKind::Other),
        (".xz", ArchiveKind::Other),
    ];

    fn ending(path: &Path) -> Option<(&'static str, ArchiveKind)> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        ArchiveKind::ENDINGS.into_iter().find(|(ending, _)| name.ends_with(ending))
    }

    /// The kind of the archive at `path`; `None` if its name is not that of an archive.
    pub fn of(path: &Path) -> Option<ArchiveKind> {
        ArchiveKind::ending(path).map(|(_, kind)| kind)
    }

    /// The name of the file without its ending.
    pub fn stem(self, path: &Path) -> String {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = ArchiveKind::ending(path).map_or(0, |(ending, _)| ending.len());
        name.chars().take(name.chars().count().saturating_sub(ending)).collect()
    }
}

/// The kata files in an archive.
///
/// # Errors
/// Why the archive cannot be accepted, as a sentence for the report.
pub fn from_archive(path: &Path, kind: ArchiveKind, katas: &[String]) -> Result<Katas, String> {
    let shown = path.file_name().unwrap_or_default().to_string_lossy();
    let unread = |error: io::Error| format!("{shown} {}", why_not(&error));
    let file = open_regular(path).map_err(unread)?.map_err(|why| format!("{shown} {why}"))?;
    if file.metadata().map_err(unread)?.len() > LARGEST_ARCHIVE {
        return Err(format!("{shown} is larger than {} MiB", LARGEST_ARCHIVE >> 20));
    }
    let mut found = FoundKatas { katas, roots: BTreeMap::new() };
    match kind {
        ArchiveKind::Zip => read_zip(file, &mut found),
        ArchiveKind::TarGz => read_tar(file, &mut found),
        ArchiveKind::Other => Err("is neither a .zip nor a .tar.gz".to_owned()),
    }
    .map_err(|why| format!("{shown} {why}"))?;
    found.one_root()
}

/// The kata files found so far, by folder.
struct FoundKatas<'a> {
    katas: &'a [String],
    roots: BTreeMap<Vec<String>, Katas>,
}

impl FoundKatas<'_> {
    /// The folder and the kata that a path in an archive means; `None` if it is irrelevant.
    ///
    /// # Errors
    /// If the path leads out of the archive.
    fn place(&self, path: &Path) -> Result<Option<(Vec<String>, String)>, String> {
        let mut parts = Vec::new();
        for component in path.components() {
            match component {
                Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
                Component::CurDir => {}
                _ => {
                    return Err(format!(
                        "holds a path that leads out of it: {}",
                        clean::name(&path.to_string_lossy())
                    ));
                }
            }
        }
        let of_path = |kata: &&String| {
            let file = format!("{kata}.rs");
            let file: Vec<&str> = file.split('/').collect();
            parts.ends_with(&file.into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        let Some(kata) = self.katas.iter().find(of_path) else { return Ok(None) };
        parts.truncate(parts.len() - kata.split('/').count());
        let in_katas = parts.last().is_some_and(|part| part == "katas") && parts.len() <= 2;
        Ok((in_katas || parts.is_empty()).then(|| (parts, kata.clone())))
    }

    fn add(&mut self, (root, kata): (Vec<String>, String), read: Result<String, String>) {
        let katas = self.roots.entry(root).or_default();
        let read = if katas.contains_key(&kata) { Err("is in the archive twice".to_owned()) } else { read };
        let read = read.map_err(|why| format!("katas/{kata}.rs {why}"));
        katas.insert(kata, read);
    }

    fn one_root(mut self) -> Result<Katas, String> {
        if self.roots.len() > 1 {
            // If there is a `katas` folder, files beside it do not count.
            self.roots.remove(&Vec::new());
        }
        if self.roots.len() > 1 {
            return Err("it holds more than one katas/".to_owned());
        }
        some(self.roots.into_values().next().unwrap_or_default())
    }
}

fn read_zip(file: File, found: &mut FoundKatas<'_>) -> Result<(), String> {
    let broken = |error: &dyn std::fmt::Display| format!("is not a .zip that can be read: {error}");
    // How many there are is known before they are read.
    let head =
        ZipIterable::try_new(io::BufReader::new(&file), Config::default()).map_err(|error| broken(&error))?;
    if head.len() > MOST_ENTRIES {
        return Err(too_many());
    }
    let mut archive = zip::ZipArchive::new(io::BufReader::new(&file)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_ENTRIES {
        return Err(too_many());
    }
    // Programs differ in which of the two they unpack.
    if archive.has_duplicate_names() {
        return Err("holds two files of one name".to_owned());
    }
    for index in 0..archive.len() {
        let about = archive.by_index_raw(index).map_err(|error| broken(&error))?;
        let name = String::from_utf8_lossy(about.name_raw()).replace('\\', "/");
        if name.contains('\0') || name.get(1..3) == Some(":/") {
            return Err(format!("holds a path that leads out of it: {}", clean::name(&name)));
        }
        let place = found.place(Path::new(&name))?;
        let Some(place) = place.filter(|_| !about.is_dir()) else { continue };
        let refused = if about.is_symlink() {
            Some("is a link".to_owned())
        } else if about.encrypted() {
            Some("is encrypted".to_owned())
        } else {
            (about.size() > LARGEST_FILE).then(too_large)
        };
        drop(about);
        let read = match refused {
            Some(why) => Err(why),
            None => match archive.by_index(index) {
                Ok(entry) => {
                    read_text(entry).unwrap_or_else(|error| Err(format!("cannot be unpacked: {error}")))
                }
                Err(error) => Err(format!("cannot be unpacked: {error}")),
            },
        };
        found.add(place, read);
    }
    Ok(())
}

fn read_tar(file: File, found: &mut FoundKatas<'_>) -> Result<(), String> {
    let broken = |error: io::Error| format!("is not a .tar.gz that can be read: {error}");
    let content = MultiGzDecoder::new(io::BufReader::new(file));
    let content = Bounded { inner: content, left: LARGEST_CONTENT };
    let mut archive = tar::Archive::new(content);
    for (number, entry) in archive.entries().map_err(broken)?.enumerate() {
        if number >= MOST_ENTRIES {
            return Err(too_many());
        }
        let entry = entry.map_err(broken)?;
        let path = entry.path().map_err(broken)?.into_owned();
        let kind = entry.header().entry_type();
        let place = found.place(&path)?;
        let Some(place) = place.filter(|_| !kind.is_dir()) else { continue };
        let read = if kind.is_symlink() || kind.is_hard_link() {
            Err("is a link".to_owned())
        } else if !kind.is_file() {
            Err("is not a regular file".to_owned())
        } else {
            read_text(entry).map_err(broken)?
        };
        found.add(place, read);
    }
    Ok(())
}

fn too_many() -> String {
    format!("holds more than {MOST_ENTRIES} files")
}

/// A reader that refuses to go on for ever.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(length as u64)
            .ok_or_else(|| io::Error::other(format!("it holds more than {} MiB", LARGEST_CONTENT >> 20)))?;
        Ok(length)
    }
}
