//! One allocation for each name of a file, nearly.

use std::sync::Arc;

const SLOTS: usize = 256;

/// The names that were seen last. A name that meets another one of the same hash takes its slot: what that costs is an
/// allocation, where a map would cost a search for every name.
pub(super) struct Names {
    slots: Vec<Option<Arc<str>>>,
}

impl Default for Names {
    fn default() -> Self {
        Self { slots: vec![None; SLOTS] }
    }
}

impl Names {
    pub(super) fn get(&mut self, name: &str) -> Arc<str> {
        let hash = name.bytes().fold(0u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        // The high bits are the well-mixed ones.
        let slot = &mut self.slots[(hash >> 16) as usize % SLOTS];
        match slot {
            Some(known) if **known == *name => Arc::clone(known),
            _ => {
                let name: Arc<str> = name.into();
                *slot = Some(Arc::clone(&name));
                name
            }
        }
    }
}
