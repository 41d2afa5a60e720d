//! What was handed in: the kata files of each submission, and nothing else of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::clean;

/// Bytes that a kata file may have.
const LARGEST_FILE: u64 = 64 << 10;
/// Bytes that an archive may have.
const LARGEST_ARCHIVE: u64 = 64 << 20;
/// Bytes that an archive may hold: a `.tar.gz` is read to its end.
const LARGEST_CONTENT: u64 = 256 << 20;

/// One submission.
pub struct Submission {
    pub name: String,
    pub contents: Result<Katas, String>,
}

/// The text of each kata that was handed in, or why it cannot be taken.
pub type Katas = BTreeMap<String, Result<String, String>>;

/// Collects all submissions at `paths`, in the order given; those in a folder of many by name.
pub fn collect(paths: &[PathBuf], katas: &[&str]) -> Vec<Submission> {
    let mut submissions = Vec::new();
    for path in paths {
        if path.is_dir() && !holds_katas(path, katas) && !members(path).is_empty() {
            submissions.extend(members(path).iter().map(|member| member_of_many(member, katas)));
        } else {
            submissions.push(one(path, katas));
        }
    }
    let mut names = BTreeSet::new();
    for submission in &mut submissions {
        if !names.insert(submission.name.clone()) {
            let name = submission.name.clone();
            submission.contents =
                Err(format!("an earlier submission is called {name} too: give each a name of its own"));
            let numbered = (2..).map(|number| format!("{name} ({number})"));
            submission.name = numbered.into_iter().find(|name| !names.contains(name)).unwrap_or(name);
            names.insert(submission.name.clone());
        }
    }
    submissions
}

/// What a student put there, and no instructor has named.
fn member_of_many(path: &Path, katas: &[&str]) -> Submission {
    let mut submission = one(path, katas);
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()) {
        submission.contents = Err(format!("{} is a link", submission.name));
    }
    submission
}

fn one(path: &Path, katas: &[&str]) -> Submission {
    let (name, contents) = match ArchiveKind::of(path) {
        Some(kind) if !path.is_dir() => (kind.stem(path), from_archive(path, kind, katas)),
        _ => (folder_name(path), from_folder(path, katas)),
    };
    Submission { name: clean::name(&name), contents }
}

/// The name of a folder; of one called `katas`, that of the folder around it.
fn folder_name(path: &Path) -> String {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    match name(&whole) {
        Some(own) if own == "katas" => whole.parent().and_then(name).unwrap_or(own),
        // As it was given, if that says it: a link has a name of its own.
        Some(own) => name(path).unwrap_or(own),
        None => path.display().to_string(),
    }
}

// ------------------------------------------------------------------------------------- folders

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether this is a checkout, or just its `katas`.
fn holds_katas(folder: &Path, katas: &[&str]) -> bool {
    exists(&folder.join("katas")) || katas.iter().any(|kata| exists(&folder.join(format!("{kata}.rs"))))
}

/// What looks like a submission in a folder of many.
fn members(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with(['.', '_'])))
        .filter(|path| path.is_dir() || ArchiveKind::of(path).is_some())
        .collect();
    paths.sort();
    paths
}

fn from_folder(folder: &Path, katas: &[&str]) -> Result<Katas, String> {
    if !exists(folder) {
        return Err(format!("there is no {}", folder.display()));
    }
    if !folder.is_dir() {
        return Err(format!("{} is no folder, no .zip and no .tar.gz", folder.display()));
    }
    let base = if holds_katas(folder, katas) {
        folder.to_owned()
    } else {
        // What some archives unpack to: one folder in a folder.
        let inner: Vec<PathBuf> =
            members(folder).into_iter().filter(|path| exists(&path.join("katas"))).collect();
        match &inner[..] {
            [] => return Err(format!("{} holds no katas: there is no katas/ in it", folder.display())),
            [only] => only.clone(),
            _ => return Err(format!("{} holds more than one katas/", folder.display())),
        }
    };
    let inner = base.join("katas");
    let base = match fs::symlink_metadata(&inner) {
        Ok(about) if about.is_symlink() => return Err("its katas/ is a link, not a folder".to_owned()),
        Ok(about) if about.is_dir() => inner,
        Ok(_) => return Err("its katas is a file, not a folder".to_owned()),
        Err(_) => base,
    };
    let found = katas.iter().filter_map(|kata| {
        let read = match read_file(&base.join(format!("{kata}.rs"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => Err(why_not(&error)),
            Ok(read) => read,
        };
        Some(((*kata).to_owned(), read.map_err(|why| format!("katas/{kata}.rs {why}"))))
    });
    some(found.collect())
}

fn why_not(error: &io::Error) -> String {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ELOOP) {
        return "is a link".to_owned();
    }
    format!("cannot be read: {error}")
}

/// Reads a file without following a link, waiting for a pipe, or reading more than it may hold.
fn read_file(path: &Path) -> io::Result<Result<String, String>> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Ok(Err("is a link".to_owned()));
    }
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    let file = options.open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Ok(Err("is no regular file".to_owned()));
    }
    if about.len() > LARGEST_FILE {
        return Ok(Err(too_large()));
    }
    read_text(file)
}

fn too_large() -> String {
    format!("is larger than {} KiB", LARGEST_FILE >> 10)
}

fn read_text(source: impl Read) -> io::Result<Result<String, String>> {
    let mut bytes = Vec::new();
    source.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Ok(Err(too_large()));
    }
    if bytes.contains(&0) {
        return Ok(Err("holds a NUL character".to_owned()));
    }
    Ok(String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned()))
}

/// An empty submission is none.
fn some(katas: Katas) -> Result<Katas, String> {
    if katas.is_empty() {
        Err("it holds none of the katas: there is no katas/KATA.rs in it".to_owned())
    } else {
        Ok(katas)
    }
}

// ------------------------------------------------------------------------------------ archives

#[derive(Debug, Clone, Copy)]
enum ArchiveKind {
    Zip,
    TarGz,
    /// Some other archive, which is not read.
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

    fn of(path: &Path) -> Option<ArchiveKind> {
        ArchiveKind::ending(path).map(|(_, kind)| kind)
    }

    /// The name of the file without its ending.
    fn stem(self, path: &Path) -> String {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = ArchiveKind::ending(path).map_or(0, |(ending, _)| ending.len());
        name.chars().take(name.chars().count().saturating_sub(ending)).collect()
    }
}

fn from_archive(path: &Path, kind: ArchiveKind, katas: &[&str]) -> Result<Katas, String> {
    let shown = path.file_name().unwrap_or_default().to_string_lossy();
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()) {
        return Err(format!("{shown} is a link"));
    }
    let file = File::open(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let about = file.metadata().map_err(|error| format!("{shown} cannot be read: {error}"))?;
    if !about.is_file() {
        return Err(format!("{shown} is no regular file"));
    }
    if about.len() > LARGEST_ARCHIVE {
        return Err(format!("{shown} is larger than {} MiB", LARGEST_ARCHIVE >> 20));
    }
    let mut found = Found { katas, roots: BTreeMap::new() };
    match kind {
        ArchiveKind::Zip => read_zip(file, &mut found),
        ArchiveKind::TarGz => read_tar(file, &mut found),
        ArchiveKind::Other => Err("is neither a .zip nor a .tar.gz".to_owned()),
    }
    .map_err(|why| format!("{shown} {why}"))?;
    found.one_root()
}

/// The kata files seen so far, by the folder that they are in.
struct Found<'a> {
    katas: &'a [&'a str],
    roots: BTreeMap<Vec<String>, Katas>,
}

impl Found<'_> {
    /// The folder and the kata that a path in an archive stands for; `None` if it is nothing to us.
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
        let Some(file) = parts.pop() else { return Ok(None) };
        let Some(kata) = self.katas.iter().find(|kata| format!("{kata}.rs") == file) else { return Ok(None) };
        let in_katas = parts.last().is_some_and(|part| part == "katas") && parts.len() <= 2;
        Ok((in_katas || parts.is_empty()).then(|| (parts, (*kata).to_owned())))
    }

    fn add(&mut self, (root, kata): (Vec<String>, String), read: Result<String, String>) {
        let katas = self.roots.entry(root).or_default();
        let read = if katas.contains_key(&kata) { Err("is in the archive twice".to_owned()) } else { read };
        let read = read.map_err(|why| format!("katas/{kata}.rs {why}"));
        katas.insert(kata, read);
    }

    fn one_root(mut self) -> Result<Katas, String> {
        if self.roots.len() > 1 {
            // Files beside a `katas` folder are not meant.
            self.roots.remove(&Vec::new());
        }
        if self.roots.len() > 1 {
            return Err("it holds more than one katas/".to_owned());
        }
        some(self.roots.into_values().next().unwrap_or_default())
    }
}

fn read_zip(file: File, found: &mut Found<'_>) -> Result<(), String> {
    let broken = |error: &dyn std::fmt::Display| format!("is not a .zip that can be read: {error}");
    let mut archive = zip::ZipArchive::new(io::BufReader::new(file)).map_err(|error| broken(&error))?;
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

fn read_tar(file: File, found: &mut Found<'_>) -> Result<(), String> {
    let broken = |error: io::Error| format!("is not a .tar.gz that can be read: {error}");
    let content = MultiGzDecoder::new(io::BufReader::new(file));
    let content = Bounded { inner: content, left: LARGEST_CONTENT };
    let mut archive = tar::Archive::new(content);
    for entry in archive.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let path = entry.path().map_err(broken)?.into_owned();
        let kind = entry.header().entry_type();
        let place = found.place(&path)?;
        let Some(place) = place.filter(|_| !kind.is_dir()) else { continue };
        let read = if kind.is_symlink() || kind.is_hard_link() {
            Err("is a link".to_owned())
        } else if !kind.is_file() {
            Err("is no regular file".to_owned())
        } else {
            read_text(entry).map_err(broken)?
        };
        found.add(place, read);
    }
    Ok(())
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
