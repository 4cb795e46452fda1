//! Draws lots: numbers that look random and are the same for the same seed, on every machine.

/// A sequence of numbers that its seed determines (splitmix64: one addition and three shifts a
/// number, good enough to draw queries and invent news).
#[derive(Clone, Debug)]
pub struct Lots(u64);

impl Lots {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Lots {
        Lots(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        // The upper half of the product: as even as anyone here can see, without a division.
        ((u128::from(self.number()) * end as u128) >> 64) as usize
    }

    /// A fraction from 0 up to, not including, 1.
    pub fn fraction(&mut self) -> f64 {
        // As many bits as a double holds exactly.
        (self.number() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in so large a fraction of cases.
    pub fn happens(&mut self, chance: f64) -> bool {
        self.fraction() < chance
    }

    /// One of these; `None` if there is none.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_its_sequence_and_every_number_stays_below_the_end() {
        let drawn = |seed| {
            let mut lots = Lots::new(seed);
            (0..1000).map(|_| lots.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
        let mut counts = [0; 7];
        for number in drawn(3) {
            counts[number] += 1;
        }
        assert!(
            counts.iter().all(|count| (90..200).contains(count)),
            "{counts:?}"
        );
        assert_eq!(Lots::new(1).below(0), 0);
        assert_eq!(Lots::new(1).one::<u8>(&[]), None);
    }
}
