//! One adapter for each platform: it turns the results of the platform's crate into units of resources.

pub mod terraform;
