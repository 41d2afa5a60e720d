//! `cargo kata explore`: a level that passes, in other orders of what is ready in the same instant.

use anyhow::Result;

use crate::claims::check;
use crate::claims::checked::{self, State, Whose};
use crate::kit::{Kata, Kit, Level};
use crate::learner;
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, pass_the_time, say, styled};
use crate::ui::text::count;
use verdict::{Orders, Status, Verdict, ascii_wanted};

/// Tries the level in these orders. `None` if it could not be judged, otherwise whether its claims hold in all of them.
pub fn run(name: Option<&str>, orders: Orders) -> Result<Option<bool>> {
    let kit = Kit::find()?;
    let (kata, level) = learner::level_or_next(&kit, name)?;
    let checked = learner::check_level(&kit, kata, level)?;
    let state = checked::state(&checked, &level.name);
    if state != State::Done {
        say(learner::plain_report(&kit, kata, Some(&level.name), &checked));
        let begun = matches!(state, State::Failing { .. });
        if begun {
            say(styled(DIM, "other orders are tried once it passes in this one"));
        }
        return Ok((begun || state == State::NotStarted).then_some(false));
    }
    if orders.count() > 1 {
        pass_the_time(&format!("trying {} in {} orders …", level.id(kata), orders.count()));
    }
    let explored = check::explore(&kit, kata, level, orders, Whose::Learner)?;
    if let Some(error) = explored.verdicts.iter().find(|verdict| verdict.status() == Status::Error) {
        say(format!("{}\n\n{}", styled(BAD, &error.id), error.text(ascii_wanted())));
        return Ok(None);
    }
    let failed: Vec<&Verdict> = explored.verdicts.iter().filter(|verdict| !verdict.passed()).collect();
    let Some(first) = failed.first() else {
        say(held(kata, level, orders, &explored));
        return Ok(Some(true));
    };
    let claims = count(explored.verdicts.len(), "claim", "claims");
    let order = if first.order.is_some() { " in another order" } else { ", whatever the order" };
    let fail = if failed.len() == 1 { "fails" } else { "fail" };
    say(format!("{}: {} of {claims} {fail}{order}", styled(STRONG, &level.id(kata)), failed.len()));
    say(format!("\n{}\n\n{}", styled(BAD, &first.id), first.text(ascii_wanted())));
    if let Some(text) = explored.printed.get(&first.id) {
        say(learner::what_it_printed(text));
    }
    if let Some(order) = first.order {
        let again = format!("again: cargo kata explore {} --seed {order}", level.id(kata));
        let found = match orders.count() {
            1 => format!("\nin order {order}"),
            // One line, to copy from.
            all => format!("\nin order {order} of {all}; {again}"),
        };
        say(styled(DIM, &found));
    }
    Ok(Some(false))
}

/// What is said of a level that holds.
fn held(kata: &Kata, level: &Level, orders: Orders, explored: &check::Explored) -> String {
    let id = styled(STRONG, &level.id(kata));
    let all = explored.verdicts.len();
    let moved = explored.verdicts.iter().filter(|verdict| verdict.order.is_some()).count();
    let claims = |number| count(number, "claim holds", "claims hold");
    let orders = match orders.count() {
        1 => format!("in order {}", orders.first),
        all => format!("in {all} orders"),
    };
    let mut lines = vec![match moved {
        0 => format!("{id}: {}; there is nothing in them to reorder", claims(all)),
        _ => format!("{id}: {} {}", styled(GOOD, &claims(moved)), styled(GOOD, &orders)),
    }];
    if moved > 0 && moved < all {
        let rest = count(all - moved, "more has nothing to reorder", "more have nothing to reorder");
        lines.push(styled(DIM, &format!("  {rest}")));
    }
    for (name, why) in &explored.left_out {
        lines.push(styled(DIM, &fold(&format!("  left out: {name}: {why}"), WIDTH)));
    }
    lines.join("\n")
}
