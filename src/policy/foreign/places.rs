//! The line that a policy means which returns a message only.
