//! Does without the look-up.
//! family: left_out
//! caught by: the check
//! says: nothing is looked up

/// The prices of all items, looked up one after the other or side by side.
pub async fn prices(items: Vec<u32>) -> Vec<u32> {
    items.into_iter().map(|item| item * 2).collect()
}
