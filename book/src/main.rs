//! `cargo kata book`: the lessons, the clinic and the guides as a site, in English and Korean, from the files that are
//! there.

mod access;
mod check;
mod code;
mod files;
mod language;
mod links;
mod pages;
mod pictures;
mod search;
mod site;
mod steps;
mod translation;
mod words;

use std::env;
use std::path::{self, Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::Parser;

use crate::pages::Page;

/// Build the book: the lessons, the clinic and the guides as a site
#[derive(Parser)]
#[command(name = "cargo kata book", bin_name = "cargo kata book", max_term_width = 80)]
#[command(
    after_help = "Exit code: 0 if all is well, 1 if `--check` finds something, 2 if it could not be built"
)]
struct Arguments {
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    /// Where to build it; without it, in target/book/site
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also prove it: no file or timeline left out, no dead link, nothing untranslated
    #[arg(long)]
    check: bool,
    /// Bring book/ko.po up to date with the English text, and build nothing
    #[arg(long, conflicts_with_all = ["open", "out", "check"])]
    update_translation: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(good) if good => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// True if nothing is wrong with the book.
fn run(arguments: &Arguments) -> Result<bool> {
    let root = root()?;
    let pages = pages::of(&root)?;
    let file = root.join("book/ko.po");
    if arguments.update_translation {
        let report = translation::update(&file, &pages)?;
        println!("{report}");
        return Ok(true);
    }
    let catalog = translation::read(&file)?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let out = arguments.out.clone().unwrap_or_else(|| target.join("book/site"));
    // mdBook takes a relative folder for one beside its source.
    let out = path::absolute(&out).with_context(|| format!("cannot find {}", out.display()))?;
    site::build(&root, &pages, &catalog, &out)?;
    println!("{}", start_page(&out).display());
    let complaints = if arguments.check { complaints(&root, &pages, &catalog, &out)? } else { Vec::new() };
    complaints.iter().for_each(|it| println!("{it}"));
    if arguments.open {
        open(&start_page(&out))?;
    }
    Ok(complaints.is_empty())
}

/// All that is wrong, a sentence each.
fn complaints(
    root: &Path,
    pages: &[Page],
    catalog: &polib::catalog::Catalog,
    out: &Path,
) -> Result<Vec<String>> {
    let mut complaints = pages::left_out(root, pages)?;
    for page in pages {
        complaints.extend(pictures::complaints(root, page)?);
    }
    complaints.extend(translation::complaints(catalog, pages)?);
    complaints.extend(check::dead_links(out)?);
    if complaints.is_empty() {
        let korean = pages.iter().filter(|page| page.translated).count();
        println!(
            "{} pages, {korean} of them in Korean as well: no file is left out, no link is dead, nothing is untranslated",
            pages.len()
        );
        let contrasts = pages.iter().flat_map(|page| &page.levels).map(|(_, contrasts)| contrasts.len());
        println!("{} timelines beside those of the reference solutions", contrasts.sum::<usize>());
        let undrawn: Vec<String> = pages.iter().flat_map(Page::undrawn).collect();
        if !undrawn.is_empty() {
            println!("no claim of these levels draws one that can be shown: {}", undrawn.join(", "));
        }
    }
    Ok(complaints)
}

fn start_page(out: &Path) -> PathBuf {
    out.join("en/index.html")
}

/// The checkout that this program was built in.
fn root() -> Result<PathBuf> {
    let book = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = book.parent().context("the book stands in no kit")?;
    if !root.join("katas/katas.toml").is_file() {
        bail!("{} is no longer the kit that this program was built in", root.display());
    }
    Ok(root.to_owned())
}

fn open(page: &Path) -> Result<()> {
    let (program, first): (&str, &[&str]) = match env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let ended = Command::new(program).args(first).arg(page).status();
    match ended {
        Ok(ended) if ended.success() => Ok(()),
        _ => bail!("no browser could be opened; the book begins at {}", page.display()),
    }
}
