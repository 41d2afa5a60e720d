//! A question as a program reads it, and what came of it.

use anyhow::Result;
use serde::Serialize;
use verdict::Verdict;

use super::ground::{NO_FAMILY, Question};
use super::reveal::Comparison;
use super::told::Told;
use crate::kit::Kit;

#[derive(Serialize)]
struct QuestionRecord {
    kata: String,
    level: String,
    seed: u32,
    code: String,
    choices: Vec<String>,
    /// Only once an answer was given: nothing is told before.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    judged: Option<AnswerRecord>,
}

#[derive(Serialize)]
struct AnswerRecord {
    /// The choice that was made, from 1.
    answer: usize,
    right: bool,
    /// The right choice.
    correct: usize,
    /// None if nothing is wrong.
    family: Option<String>,
    idea: String,
    lesson: Option<String>,
    file: String,
    /// The claim that was run on both; none if that failed.
    claim: Option<String>,
    verdict: Option<Verdict>,
    reference: Option<Verdict>,
    /// Why it could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// One JSON object: the question, and what the choice that was made is worth.
///
/// # Errors
/// If the answer in question cannot be read.
pub fn line(kit: &Kit, question: &Question, chosen: Option<(usize, Result<Comparison>)>) -> Result<String> {
    let record = QuestionRecord {
        kata: question.ground.kata.name.clone(),
        level: question.ground.level.name.clone(),
        seed: question.seed,
        code: question.code(kit)?,
        choices: question.choices(),
        judged: chosen.map(|(answer, comparison)| judged(kit, question, answer, comparison)).transpose()?,
    };
    Ok(serde_json::to_string(&record)?)
}

fn judged(
    kit: &Kit,
    question: &Question,
    answer: usize,
    comparison: Result<Comparison>,
) -> Result<AnswerRecord> {
    let Told { idea, family, file } = Told::of(kit, question)?;
    let name = &question.suspect.family;
    let (comparison, problem) = match comparison {
        Ok(comparison) => (Some(comparison), None),
        Err(error) => (None, Some(format!("{error:#}"))),
    };
    let (claim, verdict, reference) =
        comparison.map_or((None, None, None), |it| (Some(it.id), it.answer, it.reference));
    Ok(AnswerRecord {
        answer,
        right: answer == question.right(),
        correct: question.right(),
        family: (name != NO_FAMILY).then(|| name.clone()),
        idea,
        lesson: family.map(|family| family.lesson),
        file,
        claim,
        verdict,
        reference,
        problem,
    })
}
