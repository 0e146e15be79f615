//! One adapter for each platform: what its crate makes of the files, as units of resources.

pub mod terraform;
