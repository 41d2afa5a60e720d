//! Puts one level's items of a kata file in the place of another's.

use std::ops::Range;

use anyhow::{Context, Result};
use syn::spanned::Spanned;
use syn::{Item, Type};

/// `file` with the items called `names` replaced by those of `donor`. What is not there to be
/// replaced is appended.
///
/// # Errors
/// If one of the two is not Rust.
pub fn transplant(file: &str, donor: &str, names: &[String]) -> Result<String> {
    let old = ranges(file, names).context("the file does not parse")?;
    let new = ranges(donor, names).context("the stub does not parse")?;
    let graft: Vec<&str> = new.into_iter().map(|range| &donor[range]).collect();
    let graft = graft.join("\n\n");
    let Some(first) = old.first().map(|range| range.start) else {
        return Ok(format!("{}\n\n{graft}\n", file.trim_end()));
    };
    let mut result = file[..first].to_owned() + &graft;
    for (range, end) in old.iter().zip(old.iter().skip(1).map(|next| next.start).chain([file.len()])) {
        let between = &file[range.end..end];
        // The blank lines between two items that went.
        result +=
            if range.end == end || between.trim().is_empty() && end != file.len() { "" } else { between };
    }
    Ok(result)
}

/// The items of `names` and their `impl` blocks, with their doc comments, in order.
fn ranges(source: &str, names: &[String]) -> Result<Vec<Range<usize>>> {
    let file = syn::parse_file(source)?;
    let wanted = |item: &&Item| name(item).is_some_and(|name| names.contains(&name));
    Ok(file.items.iter().filter(wanted).map(|item| item.span().byte_range()).collect())
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Fn(item) => &item.sig.ident,
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Impl(item) => match &*item.self_ty {
            Type::Path(path) => &path.path.segments.last()?.ident,
            _ => return None,
        },
        _ => return None,
    };
    Some(ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::transplant;

    const STUB: &str = "use a::B;\n\n/// One.\npub fn one() {\n    todo!()\n}\n\n/// Two.\npub struct Two;\n\nimpl Two {\n    pub fn new() -> Two {\n        todo!()\n    }\n}\n";

    #[test]
    fn one_levels_items_are_replaced_and_nothing_else() {
        let file = "use a::B;\nuse c::D;\n\n/// Mine.\npub fn one() { D::d() }\n\nfn helper() {}\n\npub struct Two(u8);\nimpl Two { pub fn new() -> Two { Two(1) } }\nimpl Drop for Two { fn drop(&mut self) {} }\n\n// the end\n";
        let reset = transplant(file, STUB, &["one".to_owned()]).expect("both parse");
        assert_eq!(
            reset,
            file.replace("/// Mine.\npub fn one() { D::d() }", "/// One.\npub fn one() {\n    todo!()\n}")
        );
        let reset = transplant(file, STUB, &["Two".to_owned()]).expect("both parse");
        let start = file.find("pub struct Two").expect("it is there");
        let stub = &STUB[STUB.find("/// Two.").expect("it is there")..];
        assert_eq!(reset, format!("{}{}\n\n// the end\n", &file[..start], stub.trim_end()));
    }

    #[test]
    fn what_was_deleted_is_appended() {
        let reset = transplant("use a::B;\n", STUB, &["one".to_owned()]).expect("both parse");
        assert_eq!(reset, "use a::B;\n\n/// One.\npub fn one() {\n    todo!()\n}\n");
    }

    #[test]
    fn a_file_that_does_not_parse_is_refused() {
        assert!(transplant("pub fn one( {", STUB, &["one".to_owned()]).is_err());
    }
}
