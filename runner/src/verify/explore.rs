//! Answers in other orders of what is ready in the same instant: right ones hold in all of them; those whose header
//! says `explore: yes` hold in the usual one and fail in another.

use anyhow::{Result, bail};

use super::judge::{self, Judged};
use crate::claims::answers::Compiled;
use crate::kit::answers::{Answer, Expected};
use crate::kit::{Kit, shown};
use crate::ui::output::say;
use verdict::{Orders, Status, Verdict};

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

/// Why an answer is not one that only exploring catches: it fails in the usual order, too, or in no drawn one. `None`
/// if it is one.
pub(super) fn complaint(usual: &Judged, explored: &Judged) -> Option<String> {
    let failed = |judged: &Judged| match judged {
        Judged::Verdicts(verdicts) => verdicts.iter().find(|it| !it.passed()).cloned(),
        Judged::Unknown(_) => None,
    };
    if let Some(verdict) = failed(usual) {
        let (id, text) = (&verdict.id, verdict.text(false));
        return Some(format!(
            "its header says `explore: yes`, but it fails in the usual order, too\n{id}\n{text}"
        ));
    }
    let drawn = failed(explored).is_none_or(|verdict| verdict.order.is_some());
    (!drawn).then(|| "it fails, but not in a drawn order".to_owned())
}

/// Tries the right answers and the reference solutions in so many orders. True if all hold in all of them.
pub(super) fn right_answers(
    kit: &Kit,
    answers: &[Answer],
    built: &[Compiled],
    only: &[String],
    orders: u32,
) -> Result<bool> {
    let orders = Orders { first: 1, last: orders };
    let (mut good, mut tried) = (true, 0);
    for (kata, level) in kit.levels(only)? {
        let right = |answer: &Answer| {
            answer.kata == kata.name
                && answer.level == level.name
                && matches!(answer.expected, Expected::Right | Expected::Reference)
        };
        let chosen: Vec<usize> = (0..answers.len()).filter(|&index| right(&answers[index])).collect();
        let judged = judge_some(kit, answers, built, &chosen, orders)?;
        let (mut claims, mut moved) = (0, 0);
        for (&index, judged) in chosen.iter().zip(judged) {
            let verdicts = match judged {
                Judged::Verdicts(verdicts) => verdicts,
                Judged::Unknown(why) => {
                    say(format!("{}: {why}", shown(&kit.root, &answers[index].path)));
                    good = false;
                    continue;
                }
            };
            claims = claims.max(verdicts.len());
            moved = moved.max(verdicts.iter().filter(|verdict| verdict.order.is_some()).count());
            for verdict in verdicts.iter().filter(|verdict| !verdict.passed()) {
                good = false;
                say(failure(kit, &answers[index], verdict));
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

fn failure(kit: &Kit, answer: &Answer, verdict: &Verdict) -> String {
    let order = verdict.order.map_or("every order".to_owned(), |order| format!("order {order}"));
    let what = if verdict.status() == Status::Error { "could not be judged" } else { "fails" };
    let path = shown(&kit.root, &answer.path);
    format!("{path}: {} {what} in {order}\n{}", verdict.id, verdict.text(false))
}
