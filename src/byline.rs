//! Who wrote an article: the byline as printed, and the people in it.

use serde::{Deserialize, Serialize};

/// A byline as printed, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The line as printed, without its leading `By`.
    pub printed: String,
    /// The authors in order; an all-capital name in name case.
    pub people: Vec<String>,
    /// Those who helped: `Additional reporting by …`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<String>,
    /// Agencies, papers and roles named beside the people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<String>,
}
