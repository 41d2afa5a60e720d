//! Levels of which nothing is begun: each is told in one line, where its claims would all say the same.

use std::collections::HashMap;

use verdict::Reason;

/// The levels of which at least two claims run, and how far each is.
#[derive(Default)]
pub(super) struct Untouched {
    levels: HashMap<&'static str, Level>,
}

#[derive(Default)]
struct Level {
    claims: usize,
    /// Claims that are not started and not told yet.
    held: Vec<&'static str>,
    /// One of its claims ended in another way.
    begun: bool,
}

/// What is to be told once a claim has ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    Claim(&'static str, Reason),
    /// None of a level's claims is started: its name, and how many there are.
    Level(&'static str, usize),
}

/// The level of a claim, by its name.
pub(super) fn level_of(name: &str) -> &str {
    name.split("::").next().unwrap_or(name)
}

impl Untouched {
    pub fn of(names: impl Iterator<Item = &'static str>) -> Untouched {
        let mut levels: HashMap<&str, Level> = HashMap::new();
        for name in names {
            levels.entry(level_of(name)).or_default().claims += 1;
        }
        levels.retain(|_, level| level.claims > 1);
        Untouched { levels }
    }

    /// Holds a claim back that is not started, until it is clear whether its whole level is.
    pub fn ended(&mut self, name: &'static str, reason: Reason) -> Vec<Told> {
        let this = Told::Claim(name, reason);
        let Some(level) = self.levels.get_mut(level_of(name)).filter(|level| !level.begun) else {
            return vec![this];
        };
        if reason != Reason::NotStarted {
            level.begun = true;
            let held = level.held.drain(..).map(|name| Told::Claim(name, Reason::NotStarted));
            return held.chain([this]).collect();
        }
        level.held.push(name);
        if level.held.len() == level.claims {
            vec![Told::Level(level_of(name), level.claims)]
        } else {
            Vec::new()
        }
    }

    /// How many claims the level of this one has, if none of them is started.
    pub fn claims(&self, name: &str) -> Option<usize> {
        let level = self.levels.get(level_of(name))?;
        (level.held.len() == level.claims).then_some(level.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOT: Reason = Reason::NotStarted;

    fn of(names: &[&'static str]) -> Untouched {
        Untouched::of(names.iter().copied())
    }

    #[test]
    fn a_level_that_is_not_begun_is_one_line() {
        let mut untouched = of(&["a::x", "b::x", "a::y"]);
        assert_eq!(untouched.ended("a::y", NOT), []);
        assert_eq!(untouched.claims("a::y"), None, "one is still to come");
        // Of one claim there is nothing to sum up.
        assert_eq!(untouched.ended("b::x", NOT), [Told::Claim("b::x", NOT)]);
        assert_eq!(untouched.ended("a::x", NOT), [Told::Level("a", 2)]);
        assert_eq!((untouched.claims("a::x"), untouched.claims("b::x")), (Some(2), None));
    }

    #[test]
    fn a_level_that_is_begun_tells_each_of_its_claims() {
        let mut untouched = of(&["a::x", "a::y", "a::z"]);
        assert_eq!(untouched.ended("a::x", NOT), []);
        let both = [Told::Claim("a::x", NOT), Told::Claim("a::z", Reason::Assert)];
        assert_eq!(untouched.ended("a::z", Reason::Assert), both);
        assert_eq!(untouched.ended("a::y", NOT), [Told::Claim("a::y", NOT)]);
        assert_eq!(untouched.claims("a::y"), None);
    }
}
