//! Databases and the caches beside them: those of the same root module, which a program uses together.
//!
//! Nothing in the configuration of either names the other, so that what is deployed together counts.

use super::{Finder, Pairs, Relation, Relations};
use crate::world::Resource;

const DATABASES: [&str; 14] = [
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_dynamodb_table",
    "aws_neptune_cluster",
    "aws_rds_cluster",
    "azurerm_cosmosdb_account",
    "azurerm_mssql_database",
    "azurerm_mysql_flexible_server",
    "azurerm_postgresql_flexible_server",
    "google_alloydb_cluster",
    "google_bigtable_instance",
    "google_firestore_database",
    "google_spanner_instance",
    "google_sql_database_instance",
];

const CACHES: [&str; 13] = [
    "aws_dax_cluster",
    "aws_elasticache_cluster",
    "aws_elasticache_global_replication_group",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_memorydb_cluster",
    "azurerm_managed_redis",
    "azurerm_redis_cache",
    "azurerm_redis_enterprise_cluster",
    "google_memcache_instance",
    "google_memorystore_instance",
    "google_redis_cluster",
    "google_redis_instance",
];

pub(super) fn relate(finder: &Finder<'_>, relations: &mut Relations) {
    let databases = finder.index.kinds("", &DATABASES);
    if databases.is_empty() {
        return;
    }
    let caches = finder.index.kinds("", &CACHES);
    let pairs: Pairs =
        databases.iter().flat_map(|&database| caches.iter().map(move |&cache| (database, cache))).collect();
    relations.add_one_way(&pairs, Relation::Caches);
}

/// Whether a resource knows the caches beside it.
pub(in crate::world) fn has_caches(resource: &Resource) -> bool {
    DATABASES.contains(&&*resource.kind)
}
