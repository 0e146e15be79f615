/// A number, as exact as Terraform's.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// A whole number that fits.
    Integer(i64),
}
