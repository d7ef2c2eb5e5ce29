//! The large config as people write it with serde; `large/` has its definition.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GatewayConfig {
    name: String,
    region: GatewayRegion,
    #[serde(default = "version")]
    version: String,
    #[serde(default = "replicas")]
    replicas: u64,
    #[serde(default = "share")]
    share: f64,
    #[serde(default)]
    drain: bool,
    owner: String,
    started: Option<String>,
    note: Option<String>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    tags: Vec<String>,
    peers: Vec<String>,
    weights: Vec<f64>,
    routes: Vec<GatewayRoute>,
    limits: Option<GatewayLimits>,
    #[serde(default)]
    log: GatewayLog,
    cache: Option<GatewayCache>,
    storage: Option<GatewayStorage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GatewayRegion {
    EuNorth,
    EuWest,
    UsEast,
    UsWest,
    ApSouth,
}

fn version() -> String {
    "1.0.0".to_owned()
}

fn replicas() -> u64 {
    2
}

fn share() -> f64 {
    1.0
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewayRoute {
    path: String,
    #[serde(default)]
    method: GatewayRouteMethod,
    target: String,
    #[serde(default = "timeout_ms")]
    timeout_ms: u64,
    #[serde(default)]
    retries: u64,
    #[serde(default = "yes")]
    guarded: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GatewayRouteMethod {
    #[default]
    Get,
    Post,
    Put,
    Delete,
}

fn timeout_ms() -> u64 {
    30_000
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewayLimits {
    requests_per_second: f64,
    #[serde(default = "burst")]
    burst: u64,
    #[serde(default = "body_bytes")]
    body_bytes: u64,
    #[serde(default = "idle_ms")]
    idle_ms: i32,
}

fn burst() -> u64 {
    50
}

fn body_bytes() -> u64 {
    1_048_576
}

fn idle_ms() -> i32 {
    60_000
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct GatewayLog {
    level: GatewayLogLevel,
    format: GatewayLogFormat,
    sample: f64,
    fields: Vec<String>,
}

impl Default for GatewayLog {
    fn default() -> Self {
        Self {
            level: GatewayLogLevel::Info,
            format: GatewayLogFormat::Json,
            sample: 1.0,
            fields: vec!["time".to_owned(), "level".to_owned()],
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GatewayLogLevel {
    Error,
    Warn,
    Info,
    Debug,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GatewayLogFormat {
    Text,
    Json,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewayCache {
    megabytes: u64,
    #[serde(default = "seconds")]
    seconds: u64,
    #[serde(default)]
    stale: bool,
    #[serde(default = "by")]
    by: Vec<GatewayCacheByItem>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GatewayCacheByItem {
    Path,
    Host,
    Query,
}

fn seconds() -> u64 {
    300
}

fn by() -> Vec<GatewayCacheByItem> {
    vec![GatewayCacheByItem::Path]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
enum GatewayStorage {
    Disk {
        path: String,
        #[serde(default = "yes")]
        sync: bool,
    },
    Bucket {
        bucket: String,
        #[serde(default)]
        prefix: String,
    },
}
