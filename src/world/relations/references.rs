//! Terraform resources and those that their values refer to.

use std::collections::HashMap;

use super::{Finder, Pairs, Relation, Relations};

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    if finder.resources.iter().all(|resource| resource.references.is_empty()) {
        return;
    }
    let by_address: HashMap<&str, usize> =
        finder.resources.iter().enumerate().map(|(number, resource)| (&*resource.address, number)).collect();
    let mut pairs = Pairs::new();
    for (number, resource) in finder.resources.iter().enumerate() {
        let others = resource.references.iter().filter_map(|address| by_address.get(&**address));
        pairs.extend(others.map(|other| (number, *other)));
    }
    relations.add(&pairs, Relation::References, Relation::ReferencedBy);
}
