//! Answers in other orders of what is ready in the same instant: right ones hold in all of them; those whose header says
//! `explore: yes` hold in the usual one and fail in another.

use std::path::Path;

use anyhow::{Result, bail};

use super::build::Compiled;
use super::judge::{self, Judged};
use crate::claims::check::Orders;
use crate::kit::Kit;
use crate::kit::answers::{self, Answer, Expected};
use crate::ui::output::say;
use verdict::{Status, Verdict};

/// How many orders must be enough to catch a wrong answer: as many as `cargo kata explore` tries.
const ORDERS: Orders = Orders { first: 1, last: 200 };

/// Judges the wrong answers that only exploring catches; `None` for the others.
pub(super) fn wrong_answers(
    kit: &Kit,
    answers: &[Answer],
    built: &[Compiled],
) -> Result<Vec<Option<Judged>>> {
    let chosen: Vec<usize> = (0..answers.len())
        .filter(|&it| answers[it].explore && answers[it].expected == Expected::Wrong)
        .collect();
    let mut explored: Vec<Option<Judged>> = answers.iter().map(|_| None).collect();
    for (index, judged) in chosen.iter().zip(judge_some(kit, answers, built, &chosen, ORDERS)?) {
        explored[*index] = Some(judged);
    }
    Ok(explored)
}

fn judge_some(
    kit: &Kit,
    answers: &[Answer],
    built: &[Compiled],
    chosen: &[usize],
    orders: Orders,
) -> Result<Vec<Judged>> {
    let some: Vec<&Answer> = chosen.iter().map(|&index| &answers[index]).collect();
    let built = chosen.iter().map(|&index| built[index].clone()).collect();
    judge::judge_in(kit, &some, built, None, Some(orders))
}

/// The row of a wrong answer that only exploring catches.
pub(super) fn row(kit: &Kit, answer: &Answer, usual: &Judged, explored: Judged, own: bool) -> super::Row {
    let failed = |judged: &Judged| match judged {
        Judged::Verdicts(verdicts) => verdicts.iter().find(|it| !it.passed()).cloned(),
        Judged::Unknown(_) => None,
    };
    let complaint = match failed(usual) {
        Some(verdict) => Some(format!(
            "its header says `explore: yes`, but it fails in the usual order, too\n{}\n{}",
            verdict.id,
            verdict.text(false)
        )),
        None if failed(&explored).is_some_and(|verdict| verdict.order.is_none()) => {
            Some("it fails, but not in a drawn order".to_owned())
        }
        None => None,
    };
    let row = super::row(kit, answer, explored, own);
    match complaint {
        Some(message) => super::Row { as_expected: false, message, ..row },
        None => row,
    }
}

/// `cargo kata verify --explore N`: tries the right answers and the reference solutions in so many orders. True if all
/// hold in all of them.
pub fn run_right_answers(folder: Option<&Path>, only: &[String], orders: u32) -> Result<bool> {
    let kit = Kit::find()?;
    if folder.is_none() {
        kit.needs_answers()?;
    }
    // All of them, so that the programs are those of a plain `verify`.
    let (mut answers, _) = answers::collect(&kit, folder.unwrap_or(&kit.answers()), only)?;
    if folder.is_none() {
        answers.extend(super::stubs_and_references(&kit, only)?);
    }
    let (_lock, built) = super::build_in_turn(&kit, &answers)?;
    let orders = Orders { first: 1, last: orders };
    let (mut good, mut tried) = (true, 0);
    for (kata, level) in kit.levels(only)? {
        let right = |answer: &Answer| {
            answer.kata == kata.name
                && answer.level == level.name
                && matches!(answer.expected, Expected::Right | Expected::Reference)
        };
        let chosen: Vec<usize> = (0..answers.len()).filter(|&index| right(&answers[index])).collect();
        let judged = judge_some(&kit, &answers, &built, &chosen, orders)?;
        let (mut claims, mut moved) = (0, 0);
        for (&index, judged) in chosen.iter().zip(judged) {
            let verdicts = match judged {
                Judged::Verdicts(verdicts) => verdicts,
                Judged::Unknown(why) => {
                    say(format!("{}: {why}", super::shown(&kit, &answers[index].path)));
                    good = false;
                    continue;
                }
            };
            claims = claims.max(verdicts.len());
            moved = moved.max(verdicts.iter().filter(|verdict| verdict.order.is_some()).count());
            for verdict in verdicts.iter().filter(|verdict| !verdict.passed()) {
                good = false;
                say(complaint(&kit, &answers[index], verdict));
            }
        }
        tried += moved;
        let (id, answers) = (level.id(kata), chosen.len());
        say(format!(
            "{id:48}  {answers:2} answers  {claims:3} claims, {moved:3} of them in {} orders",
            orders.count()
        ));
    }
    if tried == 0 {
        bail!("no claim was tried in any other order");
    }
    Ok(good)
}

fn complaint(kit: &Kit, answer: &Answer, verdict: &Verdict) -> String {
    let order = verdict.order.map_or("every order".to_owned(), |order| format!("order {order}"));
    let what = if verdict.status() == Status::Error { "could not be judged" } else { "fails" };
    let path = super::shown(kit, &answer.path);
    format!("{path}: {} {what} in {order}\n{}", verdict.id, verdict.text(false))
}
