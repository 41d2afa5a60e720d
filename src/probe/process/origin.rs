//! Where a test program comes from. To Cargo, the packages of two checkouts that share a target folder are the
//! same, and it compares dates only. So a program that it runs may contain the katas of another checkout, or an
//! older text of this one's. Such a program refuses to judge.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::probe::harness;
use crate::probe::process::claim;

/// Makes Cargo rebuild the library in another checkout: `.cargo/config.toml` sets the variable.
const _: Option<&str> = option_env!("KATAS_CHECKOUT");

/// Set by Cargo, and by everything that replaces it, when it runs a package's tests: the package's folder.
const PACKAGE: &str = "CARGO_MANIFEST_DIR";

/// What a test program was built from: `probe::run_kata!` fills it in.
pub struct Origin {
    /// The package's folder.
    pub package: &'static str,
    /// The kata's name.
    pub kata: &'static str,
    /// The kata's text; `None` if the program contains the reference solution instead.
    pub text: Option<&'static [u8]>,
}

impl Origin {
    /// The main function of a program that contains a kata: runs the claims, provided that the kata is the one in
    /// the checkout in which the program runs.
    pub fn run_claims(&self) -> ExitCode {
        // Without Cargo, the user chose the program. A claim's own process was started by a program that has checked.
        let asked = env::var_os(PACKAGE).filter(|_| claim::record_of_this_child().is_none());
        match asked.and_then(|package| self.stranger(Path::new(&package))) {
            Some(why) => {
                eprintln!("error: {why}");
                ExitCode::FAILURE
            }
            None => harness::run_claims(),
        }
    }

    /// Why the program does not belong to the package in `package`; `None` if it does.
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
                compares dates, and this file's is older; save it again, then rerun"
            )
        })
    }
}

/// Whether two paths lead to one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    one == other || real(one).is_some_and(|one| Some(one) == real(other))
}
