//! Small text helpers that several rooms need.

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `1 file`, `2 files`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// What some editors write before a text. It is not part of the text.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// `text` without a byte-order mark.
pub fn unmarked(mut text: String) -> String {
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    text
}

/// Where `bytes` are not UTF-8, and what to do; `None` if they are.
pub fn not_utf8(bytes: &[u8]) -> Option<String> {
    let at = std::str::from_utf8(bytes).err()?.valid_up_to();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some("it is UTF-16; save it as UTF-8".to_owned());
    }
    let before = &bytes[..at];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    Some(format!("line {line}, byte {column} is {:#04x}, which is not UTF-8; save it as UTF-8", bytes[at]))
}

#[cfg(test)]
mod tests {
    use super::not_utf8;

    #[test]
    fn the_first_wrong_byte_is_named() {
        assert_eq!(not_utf8("straße\n".as_bytes()), None);
        let words = "line 2, byte 5 is 0xe9, which is not UTF-8; save it as UTF-8";
        assert_eq!(
            not_utf8(b"one\n// \xc3\xe9t\xe9\n").as_deref(),
            Some(&words.replace("byte 5", "byte 4").replace("e9", "c3")[..])
        );
        assert_eq!(not_utf8(b"one\n// t\xe9\n").as_deref(), Some(words));
        assert_eq!(not_utf8(b"\xff\xfeo\0").as_deref(), Some("it is UTF-16; save it as UTF-8"));
    }
}
