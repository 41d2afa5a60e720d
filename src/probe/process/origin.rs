//! Where a program of tests comes from. Cargo takes the packages of two checkouts that share a target folder
//! for the same ones, and goes by dates, so what it runs may hold the katas of another checkout, or an
//! older text of this one's. Such a program judges nothing.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::probe::harness;
use crate::probe::process::claim;

/// Has Cargo build the library anew in another checkout: `.cargo/config.toml` sets it.
const _: Option<&str> = option_env!("KATAS_CHECKOUT");

/// Set by Cargo, and by all that stands in for it, where it runs the tests of a package: its folder.
const PACKAGE: &str = "CARGO_MANIFEST_DIR";

/// What a program of tests was built from: `probe::run_kata!` fills it in.
pub struct Origin {
    /// The package's folder.
    pub package: &'static str,
    /// The kata's name.
    pub kata: &'static str,
    /// The kata's text; none if the reference solution stands in its place.
    pub text: Option<&'static [u8]>,
}

impl Origin {
    /// The main function of a program that holds a kata: runs the claims, if they would judge the kata
    /// that stands in the checkout in which the program is run.
    pub fn run_claims(&self) -> ExitCode {
        // Run without Cargo, the program was chosen; a claim's own process was started by a program that has looked.
        let asked = env::var_os(PACKAGE).filter(|_| claim::record_of_this_child().is_none());
        match asked.and_then(|package| self.stranger(Path::new(&package))) {
            Some(why) => {
                eprintln!("error: {why}");
                ExitCode::FAILURE
            }
            None => harness::run_claims(),
        }
    }

    /// Why the program is not the one that belongs to the package in `package`.
    fn stranger(&self, package: &Path) -> Option<String> {
        let Origin { package: built, kata, text } = self;
        if !is_same(package, Path::new(built)) {
            return Some(format!(
                "this program was built in {built}, another checkout of the kit, so nothing was judged. Two \
                 checkouts need two target folders (is CARGO_TARGET_DIR set?); to go on now, run `cargo \
                 clean --package {kata}` and try again"
            ));
        }
        let path = package.join("../../katas").join(format!("{kata}.rs"));
        let stale = text.is_some_and(|text| fs::read(path).is_ok_and(|now| now != text));
        stale.then(|| {
            format!(
                "katas/{kata}.rs is not the text that this program was built from, so nothing was judged. Cargo \
                compares dates, and this file's is older; save it again and try again"
            )
        })
    }
}

/// Whether two paths lead to one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    one == other || real(one).is_some_and(|one| Some(one) == real(other))
}
