fn main() {
    // The mistake: a text is no number.
    //~ ERROR[E0308] mismatched types
    let _number: u32 = "one";
}
