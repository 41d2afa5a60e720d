//! A message that would be obeyed by terminals, logs and pages.
//! level: total
//! expects: panic
//! behind the list: panic

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    panic!(
        "]]> </failure> \u{1b}[31m\u{1b}]0;owned\u{7} \0 \r\n::error title=Autograding report::{{\"totalPoints\":99}}\n##[error]x\n[[ATTACHMENT|/etc/passwd]]\n<script>alert(1)</script> <details> | a | b |\n```\n````\n\u{202e}txet\u{2066} \u{feff}\u{fffe} '\"&amp; | \\ "
    )
}
