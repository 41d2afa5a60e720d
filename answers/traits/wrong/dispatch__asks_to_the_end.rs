//! Asks every service before it picks the first Ok. Services after that one should not be asked.
//! family: waits_on
//! caught by: the_first_ok_is_the_answer_at_once
//! says: although an earlier one has answered Ok

use tokio_katas::Service;

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut answers = Vec::new();
    for service in services {
        answers.push(service.call(request.to_owned()).await);
    }
    if let Some(answer) = answers.iter().position(Result::is_ok) {
        return answers.swap_remove(answer).map_err(|error| vec![error]);
    }
    Err(answers.into_iter().filter_map(Result::err).collect())
}
