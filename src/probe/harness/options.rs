//! The command line of a test program: the options of the compiler's own harness.

pub(super) const HELP: &str = "\
Usage: cargo test --test KATA -- [OPTION…] [NAME…]

Runs the claims whose names contain one of NAME; without NAME, all.

    --exact             matches whole names only
    --skip NAME         leaves out the claims whose names contain NAME
    --list              prints the names
    --test-threads N    runs at most N at a time
    --nocapture         shows what claims print, passed or not
    --show-output       the same, at the end
    -q, --quiet         prints a letter for each claim
    --format FORMAT     pretty, terse, or json: an object for each event
    --color WHEN        auto, always or never
";

/// How events are printed.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Pretty,
    Terse,
    Json,
}

/// The parsed command line.
#[derive(Default)]
pub(super) struct Options {
    pub help: bool,
    pub ignored: bool,
    pub filters: Vec<String>,
    pub skip: Vec<String>,
    pub exact: bool,
    pub list: bool,
    pub format: Format,
    pub nocapture: bool,
    pub show_output: bool,
    pub threads: Option<usize>,
    pub colour: Option<bool>,
}

impl Options {
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            let (name, given) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value =
                || given.clone().or_else(|| arguments.next()).ok_or(format!("{name} needs a value"));
            match name {
                "--exact" => options.exact = true,
                "--list" => options.list = true,
                "--nocapture" | "--no-capture" => options.nocapture = true,
                "--show-output" => options.show_output = true,
                "-q" | "--quiet" => options.format = Format::Terse,
                "--skip" => options.skip.push(value()?),
                "--test-threads" => {
                    let threads = value()?;
                    let number = threads.parse().ok().filter(|&threads: &usize| threads > 0);
                    options.threads =
                        Some(number.ok_or(format!("--test-threads: {threads} is not a number of threads"))?);
                }
                "--color" => {
                    options.colour = match value()?.as_str() {
                        "auto" => None,
                        when => Some(when == "always"),
                    }
                }
                "--format" => {
                    options.format = match value()?.as_str() {
                        "pretty" => Format::Pretty,
                        "terse" => Format::Terse,
                        "json" => Format::Json,
                        format => {
                            return Err(format!("--format: {format} is not one of pretty, terse and json"));
                        }
                    }
                }
                // IDEs pass `-Z unstable-options` for JSON, which needs no such flag here.
                "-Z" => drop(value()?),
                "-h" | "--help" => options.help = true,
                "--ignored" => options.ignored = true,
                "--test" | "--include-ignored" | "--report-time" => {}
                name if name.starts_with("-Z") => {}
                name if name.starts_with('-') => {
                    return Err(format!("{name} is not an option of these tests"));
                }
                _ => options.filters.push(argument),
            }
        }
        Ok(options)
    }

    /// Whether the test with this name is to run.
    pub fn wants(&self, name: &str) -> bool {
        if self.ignored {
            // No claim is ignored.
            return false;
        }
        let fits = |filter: &String| if self.exact { name == filter } else { name.contains(filter.as_str()) };
        (self.filters.is_empty() || self.filters.iter().any(fits)) && !self.skip.iter().any(fits)
    }
}
