//! The claims of the kit, against which those of a submission are compared.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::grade::build::shape::Shape;

/// The claims of each kata, from the kit's own build of it.
pub type Claims = BTreeMap<String, Names>;

/// What the kit's own build of a kata shows of its claims.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Names {
    pub all: Vec<String>,
    /// Those beside which no other may run.
    pub alone: BTreeSet<String>,
    /// Those of which no other orders are tried.
    #[serde(default)]
    pub left_out: BTreeSet<String>,
    /// What the program with the reference is built of; nothing where it is not compared.
    pub shape: Option<Shape>,
}
