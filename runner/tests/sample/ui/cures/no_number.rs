fn main() {
    let _number: u32 = 1;
}
