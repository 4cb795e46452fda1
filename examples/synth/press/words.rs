//! The words of an invented language: English function words, and content words by their rank.

use morgue::bench::lots::Lots;

/// The commonest words of English prose with their frequency per thousand words of it.
const FUNCTION_WORDS: [(&str, u32); 72] = [
    ("the", 62),
    ("of", 29),
    ("to", 27),
    ("and", 26),
    ("a", 23),
    ("in", 22),
    ("that", 11),
    ("for", 10),
    ("is", 9),
    ("was", 9),
    ("on", 8),
    ("with", 7),
    ("he", 7),
    ("it", 7),
    ("as", 6),
    ("at", 6),
    ("by", 6),
    ("be", 6),
    ("from", 5),
    ("has", 5),
    ("have", 5),
    ("his", 5),
    ("an", 4),
    ("are", 4),
    ("not", 4),
    ("will", 4),
    ("but", 4),
    ("they", 3),
    ("who", 3),
    ("which", 3),
    ("had", 3),
    ("were", 3),
    ("or", 3),
    ("their", 3),
    ("been", 3),
    ("this", 3),
    ("one", 2),
    ("would", 2),
    ("more", 2),
    ("about", 2),
    ("after", 2),
    ("its", 2),
    ("than", 2),
    ("new", 2),
    ("when", 2),
    ("all", 2),
    ("there", 2),
    ("up", 2),
    ("out", 2),
    ("over", 2),
    ("two", 2),
    ("no", 1),
    ("into", 1),
    ("could", 1),
    ("other", 1),
    ("some", 1),
    ("last", 1),
    ("first", 1),
    ("years", 1),
    ("people", 1),
    ("time", 1),
    ("before", 1),
    ("what", 1),
    ("under", 1),
    ("only", 1),
    ("them", 1),
    ("against", 1),
    ("between", 1),
    ("because", 1),
    ("during", 1),
    ("most", 1),
    ("her", 1),
];
const ONSETS: [&str; 18] = [
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "br", "gr",
];
const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
const CODAS: [&str; 12] = [
    "l", "n", "r", "t", "m", "d", "ck", "nt", "st", "rd", "ng", "p",
];
const SYLLABLES: u64 = (ONSETS.len() * VOWELS.len()) as u64;
/// Words of two syllables; those of three follow.
const SHORT: u64 = SYLLABLES * SYLLABLES * CODAS.len() as u64;
/// Coprime to the number of words of either length: steps through them in no order, none twice.
const STRIDE: u64 = 1_000_003;
/// Ranks spelt with two syllables.
const SHORT_RANKS: u64 = 20_000;

/// The spelling of words, each made once.
#[derive(Default)]
pub(crate) struct Words {
    spelt: Vec<String>,
    /// The running sums of the function words' frequencies.
    sums: Vec<u32>,
}

impl Words {
    pub(crate) fn new() -> Words {
        let mut sum = 0;
        let sums = FUNCTION_WORDS.map(|(_, frequency)| {
            sum += frequency;
            sum
        });
        Words {
            spelt: Vec::new(),
            sums: sums.to_vec(),
        }
    }

    /// A function word, drawn by its frequency in prose.
    pub(crate) fn function(&self, lots: &mut Lots) -> &'static str {
        let total = self.sums.last().copied().unwrap_or(1);
        let lot = lots.below(total as usize) as u32;
        FUNCTION_WORDS[self.sums.partition_point(|sum| *sum <= lot)].0
    }

    /// The content word of a rank, from 0.
    pub(crate) fn content(&mut self, rank: usize) -> &str {
        while self.spelt.len() <= rank {
            self.spelt.push(spelling(self.spelt.len() as u64));
        }
        &self.spelt[rank]
    }
}

/// The rank of a content word among so many, by Zipf's law: half of all words have a rank below
/// the square root of their number.
pub(crate) fn rank(vocabulary: f64, lots: &mut Lots) -> usize {
    vocabulary.powf(lots.fraction()) as usize - 1
}

fn spelling(rank: u64) -> String {
    let mut word = String::new();
    let (mut number, syllables) = if rank < SHORT_RANKS {
        (rank * STRIDE % SHORT, 2)
    } else {
        (rank * STRIDE % (SHORT * SYLLABLES), 3)
    };
    for _ in 0..syllables {
        let syllable = number % SYLLABLES;
        number /= SYLLABLES;
        word += ONSETS[(syllable / VOWELS.len() as u64) as usize];
        word += VOWELS[(syllable % VOWELS.len() as u64) as usize];
    }
    word + CODAS[number as usize % CODAS.len()]
}
